package crawl

import (
	"math/bits"
	"time"
)

// latency follows how long the answers of a host take.
type latency struct {
	median time.Duration // moves a twentieth towards each answer
	slow   uint16        // of the last ten answers, a bit for each that was slow
}

const (
	steadyFactor = 1.5 // times the median; above, an answer earns nothing
	slowFactor   = 3   // times the median; above, an answer is slow
	mostSlow     = 5   // of the last ten; more halve the pace
	// quick answers are never slow: what a fast host varies by says nothing of
	// its load.
	quick = 250 * time.Millisecond
)

// answer takes in how long an answer took. Steady reports one that was as quick
// as usual, overloaded that most were slow of late.
func (l *latency) answer(took time.Duration) (steady, overloaded bool) {
	if l.median == 0 {
		l.median = max(took, time.Millisecond)
	}
	usual := float64(l.median)
	steady = took <= quick || float64(took) <= steadyFactor*usual
	l.slow = l.slow << 1 & (1<<recent - 1)
	if took > quick && float64(took) > slowFactor*usual {
		l.slow |= 1
	}
	if took > l.median {
		l.median += l.median / 20
	} else {
		l.median -= l.median / 20
	}
	if bits.OnesCount16(l.slow) <= mostSlow {
		return steady, false
	}
	l.slow = 0
	return steady, true
}
