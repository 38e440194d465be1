package upstream

import (
	"fmt"
	"log/slog"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// CircuitOptions say when a server that fails is left alone for a while.
// Connect errors, timeouts, broken answers and the statuses 502 to 504 count;
// a 4xx never does, nor does a client that leaves.
type CircuitOptions struct {
	Failures int           // in a row, until a server is shut off; default 5, negative: never
	OpenFor  time.Duration // default 5s; at the n-th time in a row n times as long, up to 12 times
	MaxOpen  float64       // the share of servers that may be shut off at once, rounded down; default 0.5. The last one never is
}

const (
	defaultFailures = 5
	defaultOpenFor  = 5 * time.Second
	defaultMaxOpen  = 0.5
	maxRow          = 12
)

func (o *CircuitOptions) setDefaults() {
	if o.Failures == 0 {
		o.Failures = defaultFailures
	}
	if o.OpenFor == 0 {
		o.OpenFor = defaultOpenFor
	}
	if o.MaxOpen == 0 {
		o.MaxOpen = defaultMaxOpen
	}
}

func (o CircuitOptions) validate() []error {
	var mistakes []error
	if o.OpenFor < 0 {
		mistakes = append(mistakes, fmt.Errorf("circuit: open for %v: must not be negative", o.OpenFor))
	}
	if o.MaxOpen < 0 || o.MaxOpen > 1 {
		mistakes = append(mistakes, fmt.Errorf("circuit: a share of %v: must be between 0 and 1", o.MaxOpen))
	}

	return mistakes
}

// maxOpen is how many of n servers may be shut off at once.
func (o CircuitOptions) maxOpen(n int) int {
	const slack = 1e-9 // 0.29 of 100 is a little less than 29 in binary

	return min(int(math.Floor(float64(n)*o.MaxOpen+slack)), n-1)
}

// openCircuits is what the circuits of a pool share.
type openCircuits struct {
	mu   sync.Mutex
	open int // => open <= max
	max  int
}

// circuit leaves a server alone that has failed too often in a row. Times are
// ages of the pool.
type circuit struct {
	rules CircuitOptions
	pool  *openCircuits
	log   *slog.Logger

	failures atomic.Int64 // in a row
	until    atomic.Int64 // when a probe may go; 0: the circuit is closed
	probing  atomic.Bool  // a probe is under way
	opened   atomic.Uint64

	row int // openings in a row; guarded by pool.mu
}

// admits reports whether a request may go to the server now.
func (c *circuit) admits(now time.Duration) bool {
	until := c.until.Load()

	return until == 0 || int64(now) >= until && !c.probing.Load()
}

// enter takes what admits has promised. The first request after the pause is
// the probe, alone until its answer is there.
func (c *circuit) enter(now time.Duration) (probe, ok bool) {
	until := c.until.Load()
	if until == 0 {
		return false, true
	}
	if int64(now) < until {
		return false, false
	}
	ok = c.probing.CompareAndSwap(false, true)

	return ok, ok
}

// giveBack ends a probe that proved nothing.
func (c *circuit) giveBack() { c.probing.Store(false) }

// reopens is when the next probe may go; 0 when the circuit is closed.
func (c *circuit) reopens() time.Duration { return time.Duration(c.until.Load()) }

func (c *circuit) succeed(probe bool) {
	if c.failures.Load() != 0 {
		c.failures.Store(0)
	}
	if !probe {
		return
	}
	c.pool.mu.Lock()
	defer c.pool.mu.Unlock()

	c.pool.open--
	c.row = 0
	c.until.Store(0)
	c.probing.Store(false)
	c.log.Info("the server takes requests again")
}

func (c *circuit) fail(probe bool, now time.Duration) {
	if n := c.failures.Add(1); !probe && (n < int64(c.rules.Failures) || c.rules.Failures < 0) {
		return
	}
	c.pool.mu.Lock()
	defer c.pool.mu.Unlock()

	switch {
	case probe: // its place among the open circuits is kept
	case c.until.Load() != 0 || c.pool.open == c.pool.max:
		return
	default:
		c.pool.open++
	}
	c.shut(now)
}

// shut opens the circuit. The caller holds the mutex.
func (c *circuit) shut(now time.Duration) {
	c.row = min(c.row+1, maxRow)
	pause := time.Duration(c.row) * c.rules.OpenFor
	c.until.Store(int64(now + pause))
	c.probing.Store(false)
	c.opened.Add(1)
	c.log.Warn("the server failed too often in a row and is left alone for a while", "pause", pause.String())
}
