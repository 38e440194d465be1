package crawl

import "time"

// allowance is the rate that a host bears, as far as its refusals have shown:
// limits count requests by time, so fewer connections alone do not meet them.
// The zero allowance is without a limit.
type allowance struct {
	gap    time.Duration // between two requests; 0: no limit is known
	since  time.Time     // answers are counted from here
	passed int           // answers since then, a 404 as good as any
	earned int           // good answers towards a higher rate
	by     string        // key of the address that was refused last
	set    time.Time     // when the gap was chosen
}

const (
	leastCounted = 100 * time.Millisecond // of the time that a rate is taken from
	leastRate    = 1.0                    // a second
	smallestGap  = time.Millisecond       // below, the limit is forgotten
)

// refused halves the rate of the answers that came through before a 429. One
// address that is always refused says nothing of the rate, and counts once;
// and what was sent before the rate was chosen says nothing against it.
func (a *allowance) refused(key string, sent, now time.Time) {
	if sent.Before(a.set) {
		return
	}
	seconds := max(now.Sub(a.since), leastCounted).Seconds()
	rate := float64(a.passed) / seconds
	if a.gap > 0 && a.passed < goodForMore {
		rate = float64(time.Second) / float64(a.gap) // too few to measure by
	}
	rate = max(leastRate, rate/2)
	again := a.gap > 0 && key != "" && key == a.by
	a.by, a.passed, a.earned = key, 0, 0
	if !again {
		a.set = now
		a.gap = time.Duration(float64(time.Second) / rate)
	}
}

// good raises the rate by a tenth after each 20 good answers.
func (a *allowance) good() {
	if a.earned++; a.earned < goodForMore {
		return
	}
	a.earned = 0
	if a.gap = a.gap * 10 / 11; a.gap < smallestGap {
		a.gap = 0
	}
}
