package crawl

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/netip"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Pace holds the limits of a Governor.
type Pace struct {
	Start   int           // requests in flight at the start
	Ceiling int           // requests in flight at most
	Rate    float64       // requests a second at most; 0: no limit
	MaxWait time.Duration // longest time that one host may make us wait in all
	Step    time.Duration // first pause after a 429 without Retry-After, at most 1 s
	Window  Window        // time of day in which requests are sent
	// IgnoreDelay does not keep the Crawl-delay of a robots.txt.
	IgnoreDelay bool
}

// ForeignPace is for sites of others: few connections and five requests a
// second. OwnPace is for loopback, where nobody is disturbed.
func ForeignPace(confirmAfter time.Duration) Pace {
	return Pace{Start: 2, Ceiling: 8, Rate: 5, MaxWait: 5 * time.Minute, Step: firstStep(confirmAfter)}
}

// OwnPace is the pace for a site of one's own: no rate, many connections.
func OwnPace(confirmAfter time.Duration) Pace {
	return Pace{Start: 64, Ceiling: 64, MaxWait: 5 * time.Minute, Step: firstStep(confirmAfter)}
}

func firstStep(confirmAfter time.Duration) time.Duration {
	return min(max(confirmAfter, 10*time.Millisecond), time.Second)
}

// errParked is returned for a host that has used up its waiting time.
var errParked = errors.New("the host asked for more waiting than the run allows")

// errEnded is returned when the run asks nothing more.
var errEnded = errors.New("the run was stopped")

const (
	goodForMore  = 20               // good answers in a row that earn one more connection
	longestStep  = 60 * time.Second // of the pauses after 429s without Retry-After
	unavailable3 = 3                // 503s among recentAnswers that pause the host
	recent       = 10
	maxGap       = 30 * time.Second // most of a Crawl-delay that is obeyed
)

// Governor keeps the crawler polite: each request of a run passes it. It is
// safe for concurrent use. Hosts do not disturb each other.
type Governor struct {
	pace      Pace
	mu        sync.Mutex
	hosts     map[string]*hostState
	addresses map[netip.Addr]*addressState
	ended     bool
	told      func(pause, Reason) // of each pause; nil: nobody keeps them
	foreign   func(string) bool   // hosts of other sites; nil: none is
}

// NewGovernor returns a governor that keeps a pace.
func NewGovernor(p Pace) *Governor {
	return &Governor{pace: p, hosts: map[string]*hostState{}, addresses: map[netip.Addr]*addressState{}}
}

type hostState struct {
	limit    int
	inFlight int
	good     int           // good answers in a row
	gap      time.Duration // least time between two requests
	next     time.Time     // no request before
	blocked  time.Time     // the host asked to wait until
	waited   time.Duration // sum of all pauses
	step     time.Duration // next pause for a 429 without Retry-After
	last     []bool        // of the recent answers: was it a 503
	started  time.Time     // of the newest request
	alone    bool          // the newest request was alone and a second after the one before
	idle     int           // waiting for changed
	changed  chan struct{} // closed when a waiting request may look again
	rate     allowance
	latency  latency
	breaker  breaker
	address  *addressState // nil until it was connected
	ceiling  int           // requests in flight at most
	outside  bool          // of another site
	HostStats
}

// HostStats is how a host behaved.
type HostStats struct {
	Host         string  `json:"host"`
	Requests     int     `json:"requests"`
	Pauses       int     `json:"pauses"`
	PauseSeconds float64 `json:"pause_seconds"`
	Refusals     int     `json:"rate_limited"`      // answers 429
	SlowRefusals int     `json:"rate_limited_slow"` // of these: to a request that was alone and came a second or more after the one before
	Parked       bool    `json:"parked"`            // it asked for more waiting than the run allows
	Broken       bool    `json:"breaker_open"`      // it failed all the time and was left alone
	BrokenLeft   int     `json:"breaker_left"`      // requests that were not sent for that reason

	Unhelpful *Exchange `json:"-"` // the first 429 without a Retry-After that clients can use; nil without one
}

func (g *Governor) host(name string) *hostState {
	h := g.hosts[name]
	if h == nil {
		h = &hostState{
			step: g.pace.Step, changed: make(chan struct{}), rate: allowance{since: time.Now()},
			HostStats: HostStats{Host: name},
		}
		g.setPace(h)
		g.hosts[name] = h
	}
	return h
}

// Acquire waits for the turn of a request to a host. It returns an error when
// the context ends or the host has used up its waiting time.
func (g *Governor) Acquire(ctx context.Context, name string) error {
	for {
		wait, changed, err := g.admit(name)
		if err != nil || changed == nil {
			return err
		}
		if err := sleep(ctx, wait, changed); err != nil {
			return err
		}
	}
}

// admit takes a turn (nil channel), or says how long to wait and what ends the
// waiting early.
func (g *Governor) admit(name string) (time.Duration, <-chan struct{}, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h, now := g.host(name), time.Now()
	if g.ended {
		return 0, nil, errEnded
	}
	if h.Broken {
		h.BrokenLeft++
		return 0, nil, errBroken
	}
	if h.Parked {
		return 0, nil, errParked
	}
	if wait := max(g.pace.Window.wait(now), h.blocked.Sub(now), h.next.Sub(now)); wait > 0 {
		return wait, h.wait(), nil
	}
	if h.inFlight >= h.limit {
		return 0, h.wait(), nil
	}
	if h.address.full(g.pace.Ceiling) {
		return 0, h.address.wait(), nil
	}
	h.address.add(1)
	h.alone = h.inFlight == 0 && now.Sub(h.started) >= time.Second
	h.started, h.next = now, now.Add(max(h.gap, h.rate.gap))
	h.inFlight++
	h.Requests++
	return 0, nil, nil
}

// sleep waits for a time, for a signal, or for the end of the context. A wait
// of zero means for the signal alone.
func sleep(ctx context.Context, d time.Duration, signal <-chan struct{}) error {
	var after <-chan time.Time
	if d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		after = timer.C
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-after:
	case <-signal:
	}
	return nil
}

// Release ends a turn and learns from the answer.
func (g *Governor) Release(name string, x *Exchange) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h := g.host(name)
	h.inFlight--
	h.address.add(-1)
	if x.Answered() && x.Unanswered() == "" {
		h.rate.passed++
	}
	h.last = append(h.last, x.Status.Is(status.ServiceUnavailable))
	h.last = h.last[max(0, len(h.last)-recent):]
	switch {
	case x.Status.Is(status.TooManyRequests):
		g.refused(h, x)
	case x.Status.Is(status.ServiceUnavailable):
		g.unavailable(h, x)
	case x.Reason.IsFailure():
		h.slower()
	case x.Status.IsSuccess() || x.Status.IsRedirection():
		h.faster(g.pace, x.Took)
	}
	h.signal()
}

// wait is what ends a waiting for the host early.
func (h *hostState) wait() <-chan struct{} {
	h.idle++
	return h.changed
}

// signal wakes those who wait for the host, if there are any.
func (h *hostState) signal() {
	if h.idle == 0 {
		return
	}
	close(h.changed)
	h.changed, h.idle = make(chan struct{}), 0
}

// Stop lets nobody wait any more: each Acquire fails from now on.
func (g *Governor) Stop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ended = true
	for _, h := range g.hosts {
		h.signal()
	}
	for _, a := range g.addresses {
		a.signal()
	}
}

// CrawlDelay sets the gap that a robots.txt asks for, up to 30 seconds.
func (g *Governor) CrawlDelay(name string, d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pace.IgnoreDelay {
		return
	}
	h := g.host(name)
	h.gap = max(h.gap, min(d, maxGap))
}

// Stats returns how each host of the site behaved, in no particular order.
func (g *Governor) Stats() []HostStats {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]HostStats, 0, len(g.hosts))
	for _, h := range g.hosts {
		if !h.outside {
			all = append(all, h.HostStats)
		}
	}
	return all
}

func (g *Governor) refused(h *hostState, x *Exchange) {
	h.Refusals++
	if h.alone {
		h.SlowRefusals++
	}
	asked := ReadRetryAfter(x.Header, x.At.Add(x.Took))
	if h.Unhelpful == nil && (!asked.Present || asked.Fault != "") {
		kept := *x
		kept.Body, h.Unhelpful = nil, &kept
	}
	wait := asked.Wait
	now := time.Now()
	underWay := h.blocked.After(now)
	if wait <= 0 {
		if underWay {
			return // asked before the pause under way began, which is enough
		}
		wait = h.backOff()
	}
	if !underWay {
		h.rate.refused(x.Address.Key, x.At, now)
	}
	g.pause(h, wait)
	h.rate.since = h.blocked
}

// backOff is the next pause when the host names none: each twice as long as
// the one before, drawn from its upper half.
func (h *hostState) backOff() time.Duration {
	wait := h.step/2 + rand.N(h.step/2+1)
	h.step = min(max(2*h.step, time.Second), longestStep)
	return wait
}

func (g *Governor) unavailable(h *hostState, x *Exchange) {
	h.slower()
	wait := ReadRetryAfter(x.Header, x.At.Add(x.Took)).Wait
	if wait <= 0 && count(h.last) >= unavailable3 {
		wait = h.backOff()
	}
	if wait > 0 {
		g.pause(h, wait)
	}
}

func count(flags []bool) (n int) {
	for _, f := range flags {
		if f {
			n++
		}
	}
	return n
}

// pause stops the host for a while; several answers that were under way when
// the first refusal came ask for the same pause, which counts once.
func (g *Governor) pause(h *hostState, wait time.Duration) {
	now := time.Now()
	from := now
	if h.blocked.After(from) {
		from = h.blocked
	} else {
		h.Pauses++
	}
	until := now.Add(wait)
	more := max(0, until.Sub(from))
	defer g.tell(h)
	if h.waited+more > g.pace.MaxWait {
		h.Parked = true
		return
	}
	h.waited += more
	h.PauseSeconds = h.waited.Seconds()
	h.blocked = from.Add(more)
	h.limit, h.good = 1, 0
}

func (g *Governor) tell(h *hostState) {
	if g.told == nil {
		return
	}
	why := RateLimited
	if n := len(h.last); n > 0 && h.last[n-1] {
		why = Unavailable
	}
	g.told(pause{
		Host: h.Host, Until: h.blocked, Waited: h.waited, Parked: h.Parked,
		Pauses: h.Pauses, Refusals: h.Refusals, Slow: h.SlowRefusals, Unhelpful: h.Unhelpful,
	}, why)
}

// restore takes back a pause of an earlier process.
func (g *Governor) restore(p pause) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h := g.host(p.Host)
	h.blocked, h.waited, h.Parked = p.Until, p.Waited, p.Parked
	h.PauseSeconds = h.waited.Seconds()
	h.Pauses, h.Refusals, h.SlowRefusals, h.Unhelpful = p.Pauses, p.Refusals, p.Slow, p.Unhelpful
	h.limit, h.good = 1, 0
}

func (h *hostState) slower() { h.limit, h.good = max(1, h.limit/2), 0 }

func (h *hostState) faster(p Pace, took time.Duration) {
	h.step = p.Step
	h.rate.good()
	steady, overloaded := h.latency.answer(took)
	if overloaded {
		h.slower()
	}
	if !steady {
		h.good = 0
		return
	}
	if h.good++; h.good >= goodForMore && h.limit < h.ceiling {
		h.limit, h.good = h.limit+1, 0
	}
}
