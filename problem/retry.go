package problem

import (
	"net/http"
	"strconv"
	"strings"
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

func validRetryAfter(h http.Header) bool {
	_, ok := RetryAfter(h, time.Unix(0, 0))
	return ok
}

// maxRetryAfter caps what is shown to people.
const maxRetryAfter = time.Hour

// RetryAfter reads the Retry-After field of an answer: seconds or one of the
// three forms of an HTTP-date (RFC 9110 10.2.3, 5.6.7). A date counts from the
// answer's Date field, or from now without one; a past one is 0. The result is
// at most one hour. Several values, a sign, a fraction or garbage give false.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	values := h.Values("Retry-After")
	if len(values) != 1 {
		return 0, false
	}
	value := strings.TrimSpace(values[0])
	if value != "" && strings.Trim(value, "0123456789") == "" {
		n, err := strconv.Atoi(value)
		if err != nil || n > int(maxRetryAfter/time.Second) {
			return maxRetryAfter, true
		}
		return time.Duration(n) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(at.Sub(now), 0), maxRetryAfter), true
}

func retrySeconds(n int) time.Duration { return time.Duration(n) * time.Second }
