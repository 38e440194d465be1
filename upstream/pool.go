package upstream

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// errNoServer is a site none of whose servers may be asked.
var errNoServer = errors.New("no server of the site is up")

// Pool is a Client over the servers of one site. It chooses a server for each
// request, keeps away from those that fail, and repeats what may be repeated.
// Its methods are safe for concurrent use.
//
// A request takes no lock that others hold: choosing and counting are atomic,
// and only a server's change of state takes the mutex of the pool's circuits.
type Pool struct {
	servers []*server
	pick    picker
	retry   retryRules
	budget  budget
	stats   counters
	turns   atomic.Uint64
	born    time.Time
	random  func() float64

	stop   context.CancelFunc
	checks sync.WaitGroup
}

// NewPool returns a pool of the servers that the options name, or every
// mistake of the options at once. A pool with a health path asks its servers
// until Close.
func NewPool(opts PoolOptions) (*Pool, error) {
	opts.setDefaults()
	servers, err := opts.parse()
	if err != nil {
		return nil, err
	}
	p := newPool(opts, opts.members(servers))
	p.watch(opts.Health)

	return p, nil
}

func newPool(o PoolOptions, members []member) *Pool {
	p := &Pool{
		pick:   pickers[o.Balance],
		retry:  newRetryRules(o.Retry),
		budget: newBudget(o.Retry.Budget),
		born:   time.Now(),
		random: o.Rand,
	}
	shared := &openCircuits{max: o.Circuit.maxOpen(len(members))}
	for _, m := range members {
		log := o.Log.With("server", m.name)
		p.servers = append(p.servers, &server{
			member:  m,
			hash:    hashOf(m.name),
			circuit: circuit{rules: o.Circuit, pool: shared, log: log},
			health:  health{log: log},
		})
	}

	return p
}

// RoundTrip sends a request to one of the servers, and to another when the
// first has failed and the rules allow it.
func (p *Pool) RoundTrip(req *http.Request) (*http.Response, error) {
	now := p.now()
	p.stats.requests.Add(1)
	p.budget.deposit(now)

	to, ok := p.choose(req, nil, now)
	if !ok {
		p.stats.unavailable.Add(1)
		if req.Body != nil {
			_ = req.Body.Close()
		}

		return nil, p.unavailable(now)
	}
	x := exchange{pool: p, req: req}

	return x.run(to)
}

// Close stops the health checks, waits for them, and closes the connections
// that are not in use; the others close at the end of their exchange.
func (p *Pool) Close() error {
	p.stop()
	p.checks.Wait()
	for _, s := range p.servers {
		if idle, ok := s.client.(interface{ CloseIdleConnections() }); ok {
			idle.CloseIdleConnections()
		}
	}

	return nil
}

// now is the age of the pool: a clock that nobody sets back.
func (p *Pool) now() time.Duration { return time.Since(p.born) }

// route is one server, and how it is asked.
type route struct {
	*server
	probe bool // the one request that tries a server whose circuit is half open
	fresh bool // over a connection of its own
}

// leave gives up a route that was chosen and not taken.
func (r route) leave() {
	if r.probe {
		r.circuit.giveBack()
	}
}

// choose returns a server that may be asked now, other than those tried.
func (p *Pool) choose(req *http.Request, tried []*server, now time.Duration) (route, bool) {
	// Somebody else may take a half-open circuit between the look and the
	// step: then there is one server less to choose from, and so an end.
	for range len(p.servers) + 1 {
		s := p.pick(p, req, tried, now)
		if s == nil {
			break
		}
		if probe, ok := s.circuit.enter(now); ok {
			return route{server: s, probe: probe}, true
		}
	}

	return route{}, false
}

// unavailable is the failure of a pool without a server to ask.
func (p *Pool) unavailable(now time.Duration) *Failure {
	wait := maxWait
	for _, s := range p.servers {
		wait = min(wait, s.nextChance()-now)
	}

	return &Failure{
		Type: unavailable.name, Word: unavailable.word, Status: statusUnavailable,
		Err: errNoServer, RetryAfter: max(wait, minWait), Unsent: true,
	}
}
