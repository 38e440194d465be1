package crawl

import (
	"context"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/robots"
)

const (
	robotsTries   = 3
	robotsTime    = 30 * time.Second // for all tries together
	robotsHops    = 5                // RFC 9309 section 2.3.1.2
	robotsPause   = time.Second      // longest pause between two tries
	robotsBodyCap = 2 * robots.MaxBody
)

// Robots is the robots.txt of one origin as it was got.
type Robots struct {
	Origin string
	Hops   []*Exchange    // redirects first, the answer last; of the last try
	Tries  []*Exchange    // the final exchange of each try
	Answer *robots.Answer // what it means
	Body   []byte         // as far as it was read
}

// noteOf is what is kept of a file.
func noteOf(r *Robots, outside bool) *robotsNote {
	return &robotsNote{Origin: r.Origin, Hops: r.Hops, Tries: r.Tries, Body: r.Body, Outside: outside}
}

// Last is the exchange that decided.
func (r *Robots) Last() *Exchange { return r.Hops[len(r.Hops)-1] }

// Unreachable reports that nobody may fetch anything, because the file could
// not be had.
func (r *Robots) Unreachable() bool { return r.Answer.Policy() == robots.DisallowAll }

// robotsCache gets each robots.txt once, before anything else of its origin.
type robotsCache struct {
	fetch *fetcher
	token string
	pause time.Duration
	mu    sync.Mutex
	files map[string]*robotsEntry
	got   func(*Robots) // told of each new file
}

type robotsEntry struct {
	once sync.Once
	file *Robots
}

func newRobotsCache(f *fetcher, token string, confirmAfter time.Duration) *robotsCache {
	return &robotsCache{fetch: f, token: token, pause: min(robotsPause, confirmAfter), files: map[string]*robotsEntry{}, got: func(*Robots) {}}
}

// of returns the robots.txt of an address's origin, and gets it at first.
func (c *robotsCache) of(ctx context.Context, a Address) *Robots {
	c.mu.Lock()
	entry := c.files[a.Origin()]
	if entry == nil {
		entry = &robotsEntry{}
		c.files[a.Origin()] = entry
	}
	c.mu.Unlock()
	entry.once.Do(func() { entry.file = c.get(ctx, a) })
	return entry.file
}

// all returns every robots.txt that was got, in no particular order.
func (c *robotsCache) all() []*Robots {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []*Robots
	for _, entry := range c.files {
		if entry.file != nil {
			out = append(out, entry.file)
		}
	}
	return out
}

// refuses says why an address may not be fetched; empty when it may.
func (c *robotsCache) refuses(ctx context.Context, a Address) Reason {
	file := c.of(ctx, a)
	switch {
	case file.Answer.Decide(c.token, a.Raw).Allowed:
		return ""
	case !file.Unreachable():
		return RobotsBlocked
	case file.Last().Reason.HidesHost() || file.Last().Reason == AddressRefused || file.Last().Reason == Cancelled:
		return file.Last().Reason
	}
	return RobotsUnreachable
}

func (c *robotsCache) get(run context.Context, a Address) *Robots {
	ctx, cancel := context.WithTimeout(run, robotsTime)
	defer cancel()
	file := &Robots{Origin: a.Origin()}
	for try := range robotsTries {
		if try > 0 && c.pause > 0 && sleep(ctx, c.pause, nil) != nil {
			break
		}
		c.try(ctx, a, file)
		if !file.Unreachable() {
			break
		}
	}
	if last := file.Last(); last.Reason == Cancelled && run.Err() == nil {
		last.Reason = BodyTimeout // our own budget ended, not the run
	}
	if file.Unreachable() {
		c.fetch.log.Warn("robots.txt cannot be had: nothing of its origin is asked", "origin", file.Origin, "reason", file.Last().Reason, "status", int(file.Last().Status))
	}
	if rules := file.Answer.File(); rules != nil {
		c.fetch.governor.CrawlDelay(a.Host, rules.CrawlDelay(c.token))
	}
	if run.Err() == nil {
		c.got(file)
	}
	return file
}

func (c *robotsCache) try(ctx context.Context, a Address, file *Robots) {
	next, err := ParseAddress(a.Origin() + "/robots.txt")
	if err != nil {
		next = a
	}
	var hops []*Exchange
	for range robotsHops + 1 {
		x := c.fetch.once(ctx, request{address: next, whole: true, limit: robotsBodyCap})
		hops = append(hops, x)
		to, fault := Location(x)
		if !x.Status.FollowsLocation() || fault != "" {
			break
		}
		next = to
	}
	last := hops[len(hops)-1]
	if last.Reason == Cancelled && file.Answer != nil {
		return // our own time ran out: the try before has told enough
	}
	file.Hops = hops
	file.Tries = append(file.Tries, last)
	file.Body, last.Body = last.Body, nil
	code := last.Status
	if last.Reason.IsFailure() || !last.Answered() {
		code = robots.NoAnswer
	}
	file.Answer = robots.Read(code, file.Body)
}

// Location returns where a redirect leads, or what is wrong with the field in
// a few words.
func Location(x *Exchange) (Address, string) {
	if !x.Status.FollowsLocation() {
		return Address{}, ""
	}
	value := x.Header.Get("Location")
	if value == "" {
		return Address{}, "has no Location"
	}
	base, err := NewBase(x.Address.Raw)
	if err != nil {
		return Address{}, err.Error()
	}
	to, err := base.Resolve(value)
	if err != nil {
		return Address{}, "has a Location that is no web address"
	}
	return to, ""
}

// denied stands for an exchange that robots.txt did not allow.
func denied(a Address, r Reason) *Exchange {
	return &Exchange{Address: a, Reason: r, Cause: "robots.txt of " + a.Origin(), At: time.Now()}
}
