package gate

import (
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// Gate may answer before the site's servers are asked. Check returns nil to
// let the visit go on. Implementations are safe for concurrent use.
type Gate interface {
	Check(*Visit) *Refusal
}

// Refusal is an answer in place of the site's: what it says, and for how long.
type Refusal struct {
	Status status.Code
	Type   string // error type for Proxy-Status (RFC 9209 section 2.3)
	Word   string // the cause for people: maintenance, limit; empty where Cause says it
	Name   string // of the switch, limit or guard, for logs and metrics; from the configuration, never from a request

	RetryAfter time.Duration // whole seconds; 0: none
	Exact      bool          // RetryAfter is true to the second: it must not be spread
	Until      time.Time     // announced end; zero: none

	Header   http.Header   // fields that come with the answer; nil: none
	Cause    problem.Cause // of a conflict; empty: no conflict
	Problem  string        // type of the problem, a URI; empty: by status and cause
	Violated []string      // names of the limits that were exceeded (member violated-policies)
}

// The error types of refusals (RFC 9209 section 2.3).
const (
	typeDenied   = "http_request_denied"
	typeInternal = "proxy_internal_response"
)

// Mode says whether a gate acts or only counts. What the zero Mode means stands
// with the options of each gate.
type Mode string

// The modes.
const (
	Report  Mode = "report"  // count what would be refused
	Enforce Mode = "enforce" // refuse
)

// enforces reports the mode that acts.
func (m Mode) enforces() bool { return m == Enforce }

// valid reports a known mode, or that none was given.
func (m Mode) valid() bool { return m == "" || m == Report || m == Enforce }

// Decision is what a gate made of one visit, for a metric.
type Decision string

// The decisions.
const (
	Allowed      Decision = "allowed"
	Refused      Decision = "refused"
	WouldRefuse  Decision = "would-refuse" // in report mode
	WouldWait    Decision = "would-wait"   // in report mode
	Unverifiable Decision = "unverifiable" // nothing to compare: the visit went on
)

// Count is told of every decision, with the name of the limit or guard. It is
// called on the request path and must not block.
type Count func(name string, d Decision)

func (c Count) orNone() Count {
	if c == nil {
		return func(string, Decision) {}
	}
	return c
}

// wholeSeconds rounds a wait up: a client that obeys is never early.
func wholeSeconds(d time.Duration) time.Duration {
	return max((d + time.Second - 1).Truncate(time.Second), time.Second)
}
