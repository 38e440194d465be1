package problem

import (
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// retryable reports whether the same bytes may succeed later without anybody
// doing anything. A doubt gives false: a wrong "just try again" costs
// somebody's work.
func (r *reading) retryable(d decision) bool {
	if own, ok := r.tree.find([]string{"*", "retryable"}); ok && own.typ == isNumber {
		return own.value == "true"
	}
	if own := r.x.Header.Get("Stripe-Should-Retry"); own != "" {
		return own == "true"
	}
	if validRetryAfter(r.x.Header) {
		return true
	}
	if d.confidence == ByShape && d.waits != undecided {
		return d.waits == waitHelps
	}
	switch d.cause {
	case ConcurrentOperation:
		return d.waits == waitHelps
	case Idempotency:
		return r.stillRuns(d)
	case Locked:
		return r.effective.Is(status.Locked) || d.waits == waitHelps
	}
	return false
}

// stillRuns tells a key that is in use from one that was used for something
// else; the latter never succeeds.
func (r *reading) stillRuns(d decision) bool {
	if !r.x.Status.Is(status.Conflict) {
		return false
	}
	for _, p := range mismatchWords {
		if p.in(r.speech) {
			return d.confidence == ByText && d.waits == waitHelps
		}
	}
	if d.waits == waitHelps {
		return true
	}
	for _, p := range retryWords {
		if p.in(r.speech) {
			return true
		}
	}
	return r.hasToken(codeInUse) || r.hasToken(codeInProgress)
}

var (
	codeInUse      = code("in_use")
	codeInProgress = code("in_progress")
)

// RetryAfter is status.RetryAfter, the one reader of the field, for those who
// read problems.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	return status.RetryAfter(h, now)
}

func validRetryAfter(h http.Header) bool {
	_, ok := RetryAfter(h, time.Unix(0, 0))
	return ok
}
