package handlers

import (
	"hash/fnv"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

const defaultRetrySeconds = 30

// waitingSet are the statuses that promise an end: only they get a generated
// Retry-After. Nothing is known about a 500, 502 or 504.
var waitingSet = status.Of(status.TooManyRequests, status.ServiceUnavailable)

// setRetryAfter adds the field where it is missing. It touches one that the
// upstream sent only where a rule of the owner mends it.
func setRetryAfter(r *replacement, h http.Header) {
	if r.wait > 0 {
		h.Set("Retry-After", strconv.Itoa(r.wait))
	}
}

// ownWait is the Retry-After, in seconds, of an answer whose upstream sent
// none, or none that anybody can read where a rule names a wait; 0 where none is
// added.
func (c composition) ownWait() int {
	if len(c.header["Retry-After"]) > 0 && !c.mendsRetryAfter() || c.verdict.Format == GRPC {
		return 0
	}
	if wait := c.refusal.seconds(); wait > 0 {
		if c.refusal.exact {
			return wait
		}
		return jittered(wait, clientKey(c.ex.in))
	}
	if wait := int(c.verdict.Wait / time.Second); wait > 0 {
		return jittered(wait, clientKey(c.ex.in))
	}
	return c.ex.generatedWait(&c.verdict)
}

// mendsRetryAfter reports a rule of the owner that names a wait, and a field of
// the upstream that says none.
func (c composition) mendsRetryAfter() bool {
	_, readable := status.RetryAfter(c.header, time.Now())
	return !readable && c.verdict.with.RetryAfter > 0
}

// generatedWait is the Retry-After that the owner's rule names, else that of
// the site, where the status promises an end.
func (ex *exchange) generatedWait(v *Verdict) int {
	seconds := int(v.with.RetryAfter / time.Second)
	if seconds == 0 && waitingSet.Has(v.Status) {
		seconds = ex.site.policy.retrySeconds()
	}
	if seconds == 0 {
		return 0
	}
	return max(1, jittered(seconds, clientKey(ex.in)))
}

// wait is how long the client is told to wait; 0 when nothing readable is said.
func (c composition) wait(now time.Time) time.Duration {
	if own := c.ownWait(); own > 0 {
		return time.Duration(own) * time.Second
	}
	d, _ := problem.RetryAfter(c.header, now)
	return d
}

// jittered spreads seconds by a fifth up and down. The same key sees the same
// value, so that a reload does not change what a visitor was told.
func jittered(seconds int, key string) int {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(key))
	spread := seconds * 2 / 5
	return seconds - spread/2 + int(sum.Sum32()%uint32(spread+1))
}

// clientKey is the client's address.
func clientKey(r *http.Request) string {
	if ip := middleware.GetClientIP(r.Context()); ip != "" {
		return ip
	}
	return r.RemoteAddr
}
