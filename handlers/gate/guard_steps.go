package gate

import (
	"net/http"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// The names of the guard's parts, for logs and metrics.
const (
	nameRequire = "precondition-required"
	nameCompare = "lost-update"
	nameQueue   = "queue"
)

// judge counts a failed test; only in enforce mode it is a refusal.
func (g *Guard) judge(v *Visit, name string, r *Refusal) *Refusal {
	if !g.Mode.enforces() {
		return g.report(v, name, WouldRefuse)
	}
	g.Count(name, Refused)
	r.Name, r.Type = name, typeDenied
	return r
}

func (g *Guard) report(v *Visit, name string, d Decision) *Refusal {
	g.Count(name, d)
	v.Reported = append(v.Reported, name)
	return nil
}

// require refuses a write without a condition (RFC 6585 section 3).
func (g *Guard) require(v *Visit) *Refusal {
	if !g.Required || !g.Require.covers(v) {
		return nil
	}
	if namesVersion(v.Request.Header) {
		g.Count(nameRequire, Allowed)
		return nil
	}
	return g.judge(v, nameRequire, &Refusal{
		Status: status.PreconditionNeeded,
		Cause:  problem.PreconditionRequired,
		Header: latestVersion(v),
	})
}

// namesVersion reports a write that says which version it is for. "If-None-Match:
// *" does: only if there is none yet (RFC 9110 section 13.1.2).
func namesVersion(h http.Header) bool {
	return len(h["If-Match"]) > 0 || len(h["If-Unmodified-Since"]) > 0 ||
		strings.Trim(h.Get("If-None-Match"), " \t") == "*"
}

func hasCondition(h http.Header) bool {
	return len(h["If-Match"]) > 0 || len(h["If-Unmodified-Since"]) > 0 || len(h["If-None-Match"]) > 0
}

// wait takes the line of the resource and holds it until the visit ends.
func (g *Guard) wait(v *Visit) *Refusal {
	queued := g.Queue.On && g.Queue.Scope.covers(v)
	if !queued && !(g.Compare && g.Require.covers(v)) {
		return nil
	}
	patience := g.Queue.Wait
	if !g.Mode.enforces() {
		patience = 0 // to report is not to make anybody wait
	}
	t, leave := g.Shared.lanes.enter(v.Request.Context(), v.Path, g.Queue.Depth, patience)
	if t == mine {
		v.onLeave(leave)
		if queued {
			g.Count(nameQueue, Allowed)
		}
		return nil
	}
	if t == late && !g.Mode.enforces() {
		return g.report(v, nameQueue, WouldWait)
	}
	return g.judge(v, nameQueue, &Refusal{
		Status:     status.Conflict,
		Cause:      problem.ConcurrentOperation,
		RetryAfter: wholeSeconds(max(g.Queue.Wait, time.Second)),
	})
}

// compare reads the present state and refuses a write that was made for
// another one.
func (g *Guard) compare(v *Visit) *Refusal {
	if !g.Compare || !g.Require.covers(v) || !hasCondition(v.Request.Header) {
		return nil
	}
	now := g.Fetch.read(v.Request)
	switch evaluate(v.Request.Header, now) {
	case holds:
		g.Count(nameCompare, Allowed)
		return nil
	case unverifiable:
		g.Count(nameCompare, Unverifiable)
		return nil
	}
	return g.judge(v, nameCompare, &Refusal{
		Status: status.PreconditionFailed,
		Cause:  problem.PreconditionFailed,
		Header: validators(now, v),
	})
}

// validators tell the client which version it has to start from.
func validators(c current, v *Visit) http.Header {
	if !c.exists {
		return nil
	}
	h := latestVersion(v)
	if c.tag.opaque != "" && !c.tag.weak {
		h.Set("Etag", c.tag.opaque)
	}
	if !c.modified.IsZero() {
		h.Set("Last-Modified", c.modified.UTC().Format(http.TimeFormat))
	}
	return h
}

// latestVersion links to the resource itself (RFC 5829 section 3.3). A path that
// begins with two slashes would be read as the name of another host.
func latestVersion(v *Visit) http.Header {
	h := http.Header{}
	if path := v.Request.URL.EscapedPath(); strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") {
		h.Set("Link", "<"+path+`>; rel="latest-version"`)
	}
	return h
}
