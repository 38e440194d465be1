package crawl

import "time"

// allowance is the rate that a host bears, as far as its refusals have shown:
// limits count requests by time, so fewer connections alone do not meet them.
// The zero allowance is without a limit.
type allowance struct {
	gap    time.Duration // between two requests; 0: no limit is known
	since  time.Time     // answers are counted from here
	passed int           // good answers since then
	by     string        // key of the address that was refused last
}

const (
	leastCounted = 100 * time.Millisecond // of the time that a rate is taken from
	leastRate    = 1.0                    // a second
	smallestGap  = time.Millisecond       // below, the limit is forgotten
)

// refused halves the rate of the answers that came through before a 429. One
// address that is always refused says nothing of the rate, and counts once.
func (a *allowance) refused(key string, now time.Time) {
	seconds := max(now.Sub(a.since), leastCounted).Seconds()
	rate := max(leastRate, float64(a.passed)/seconds/2)
	again := a.gap > 0 && key != "" && key == a.by
	a.by, a.passed = key, 0
	if !again {
		a.gap = time.Duration(float64(time.Second) / rate)
	}
}

// good raises the rate by a tenth after each 20 good answers.
func (a *allowance) good() {
	if a.passed++; a.passed%goodForMore != 0 {
		return
	}
	if a.gap = a.gap * 10 / 11; a.gap < smallestGap {
		a.gap = 0
	}
}
