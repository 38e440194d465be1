package crawl

import (
	"errors"

	"github.com/seed-3913a1bb/signpost/status"
)

// errBroken is returned for a host that fails all the time.
var errBroken = errors.New("the host fails all the time and is left alone")

// breaker closes a host that fails all the time. The zero breaker is open.
type breaker struct {
	row  int              // failures without a success between
	last [wholeCount]bool // of the answers that count: was it a failure
	n    int              // all answers
	bad  int              // failures in last
}

const (
	mostInARow = 20
	wholeCount = 100 // answers over which more than half must not be failures
)

// gatewayFailures are those of a site that is not there. A 404 or a 500 is an
// answer: a broken section must not end a crawl.
var gatewayFailures = status.Of(status.BadGateway, status.GatewayTimeout)

// take counts an answer and reports that it was one failure too many.
func (b *breaker) take(failed bool) bool {
	at := b.n % wholeCount
	if b.last[at] {
		b.bad--
	}
	b.last[at] = failed
	b.n++
	if !failed {
		b.row = 0
		return false
	}
	b.row++
	b.bad++
	return b.row >= mostInARow || b.n >= wholeCount && 2*b.bad > wholeCount
}

// counts reports an answer that says something about its host.
func (x *Exchange) counts() bool { return x.Reason == "" || x.Reason.IsFailure() }

// judge counts what an address of the crawl came to after all tries, and reports
// whether that was a failure of its host. Questions beside the crawl do not
// count: they go where failures are known already.
func (g *Governor) judge(name string, x *Exchange) (failed bool) {
	if !x.counts() {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	h := g.host(name)
	refused := x.Status.Is(status.TooManyRequests) || x.Status.Is(status.ServiceUnavailable)
	failed = x.Reason.IsFailure() && !x.Answered() || gatewayFailures.Has(x.Status) || refused && h.limit == 1
	h.judged(failed)
	return failed
}

func (h *hostState) judged(failed bool) {
	if h.breaker.take(failed) && !h.Broken {
		h.Broken = true
		h.signal()
	}
}

// recall counts what an earlier process judged.
func (g *Governor) recall(name string, x *Exchange, failed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch h := g.host(name); {
	case x.Reason == BreakerOpen:
		h.BrokenLeft++
	case x.counts():
		h.judged(failed)
	}
}
