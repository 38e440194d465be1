package handlers

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/upstream"
)

var (
	errNoSite  = errors.New("no site has this host")
	errRefused = errors.New("refused before the site's servers were asked")
)

// refusal is an error that the edge answers before it asks anybody. What is
// zero follows from the failure's status.
type refusal struct {
	*upstream.Failure
	cause    problem.Cause
	name     string        // of the limit or the switch, for logs and metrics
	header   http.Header   // fields that come with the answer
	wait     time.Duration // Retry-After
	exact    bool          // the wait is an announced end: not spread
	until    time.Time     // announced end; zero: none
	kind     string        // type of the problem, a URI of others; empty: ours
	violated []string      // limits that were exceeded
	page     bool          // another proxy asked for the page of this status
}

// seconds is the wait rounded up, 0 where none is named.
func (r *refusal) seconds() int {
	if r == nil {
		return 0
	}
	return int((r.wait + time.Second - 1) / time.Second)
}

// byGate reports that the site's servers were not asked because of a limit or a
// switch of the owner's.
func (r *refusal) byGate() bool { return r != nil && r.name != "" }

// refusal asks the gates in order; the first that refuses decides. They guard
// the site's servers: the edge's own addresses stay open.
func (s *site) refusal(ex *exchange) *refusal {
	if strings.HasPrefix(ex.in.URL.Path, reserved) {
		return nil
	}
	v := &ex.visit
	v.Request, v.Client, v.Path = ex.in, middleware.GetClientIPAddr(ex.in.Context()), rule.NormalizePath(ex.in.URL.EscapedPath())
	for _, g := range s.gates {
		if r := g.Check(v); r != nil {
			return asRefusal(r)
		}
	}
	return nil
}

func asRefusal(r *gate.Refusal) *refusal {
	return &refusal{
		Failure:  &upstream.Failure{Type: r.Type, Word: r.Word, Status: r.Status, Err: errRefused},
		cause:    r.Cause,
		name:     r.Name,
		header:   r.Header,
		wait:     r.RetryAfter,
		exact:    r.Exact,
		until:    r.Until,
		kind:     r.Problem,
		violated: r.Violated,
	}
}
