package upstream

import (
	"context"
	"net/http"
	"time"
)

// exchange is one request on its way through a pool.
type exchange struct {
	pool    *Pool
	req     *http.Request
	body    *lentBody // nil: the request has none
	tried   []*server
	repeats int
}

// run asks one server after the other, until there is an answer to give or
// nothing more may be tried.
func (x *exchange) run(to route) (*http.Response, error) {
	for {
		res, err := to.ask(x.outgoing(), x.pool)
		next, delay, again := x.again(to, res, err)
		if !again {
			x.body.settle()

			return res, err
		}
		if res != nil {
			Discard(res)
		}
		if err := pause(x.req.Context(), delay); err != nil {
			next.leave()
			x.body.drop()

			return nil, classify(preparing, err)
		}
		to = next
	}
}

// outgoing returns the request for the next attempt.
func (x *exchange) outgoing() *http.Request {
	req := x.req
	if x.repeats > 0 {
		req = marked(withoutHints(req), x.repeats)
	}
	if req.Body == nil || req.Body == http.NoBody || x.pool.retry.Attempts < 0 {
		return req
	}
	x.body = &lentBody{body: req.Body}
	if x.repeats == 0 {
		req = req.WithContext(req.Context())
	}
	req.Body = x.body

	return req
}

// again decides whether the request goes out once more, where, and after which
// pause. What can be known for nothing is asked first, and what cannot be
// undone comes last.
func (x *exchange) again(was route, res *http.Response, err error) (to route, delay time.Duration, ok bool) {
	rules := &x.pool.retry
	if x.repeats >= rules.Attempts {
		return route{}, 0, false
	}
	how, ok := rules.after(x.req, res, err)
	if !ok || how.same && x.repeats > 0 || !rules.allows(x.req, how) || isRepeat(x.req.Header) || x.body.isRead() {
		return route{}, 0, false
	}
	x.tried = append(x.tried, was.server)
	now := x.pool.now()
	to, ok = x.target(was, how, now)
	if !ok {
		return route{}, 0, false
	}

	delay = x.delay(to, was, how)
	if !fits(x.req.Context(), delay) || !x.pool.mayRepeat(to.server, now) || !x.body.takeBack() {
		to.leave()

		return route{}, 0, false
	}
	x.repeats++
	x.pool.stats.retries.Add(1)

	return to, delay, true
}

// target chooses the server for a repeat: another one if there is one.
func (x *exchange) target(was route, how repeat, now time.Duration) (route, bool) {
	if !how.same {
		if to, ok := x.pool.choose(x.req, x.tried, now); ok || how.elsewhere {
			return to, ok
		}
	}
	if !was.takes(nil, now) {
		return route{}, false
	}
	probe, ok := was.circuit.enter(now)

	return route{server: was.server, probe: probe, fresh: how.fresh}, ok
}

// delay is the pause before a repeat. There is none when nothing was sent and
// another server is asked: nobody has had any work yet.
func (x *exchange) delay(to, was route, how repeat) time.Duration {
	if how.elsewhere && how.anyMethod && to.server != was.server {
		return 0
	}

	return max(how.atLeast, x.pool.retry.backoff(x.repeats, x.pool.random()))
}

// mayRepeat asks the budget, and spares a server that is drowning.
func (p *Pool) mayRepeat(s *server, now time.Duration) bool {
	if share := s.drowning(now); share > 0 && p.random() < share {
		p.stats.spared.Add(1)

		return false
	}
	if !p.budget.withdraw(now) {
		p.stats.budgetEmpty.Add(1)

		return false
	}

	return true
}

// fits reports whether a pause ends before the deadline of a request.
func fits(ctx context.Context, d time.Duration) bool {
	deadline, ok := ctx.Deadline()

	return ctx.Err() == nil && (!ok || time.Until(deadline) > d)
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()

	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
