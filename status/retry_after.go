package status

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter is what a Retry-After beyond all reason is cut to. It is the
// largest whole number of seconds that every HTTP cache must be able to count
// (RFC 9111 section 1.2.2).
const maxRetryAfter = (1<<31 - 1) * time.Second

// RetryAfter reads the Retry-After field of an answer (RFC 9110 section
// 10.2.3): a number of seconds, or a date in one of the three forms of HTTP. A
// date counts from the answer's Date, or from now without one, and is 0 when it
// has passed. The result is never negative. It is absent (false) when there is
// not exactly one value, or when that is neither digits nor a date; a number
// too large is cut to 2^31-1 seconds.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	values := h["Retry-After"]
	if len(values) != 1 {
		return 0, false
	}
	value := strings.Trim(values[0], " \t")
	if isDigits(value) {
		return digitsAsSeconds(value), true
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

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func digitsAsSeconds(digits string) time.Duration {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > int64(maxRetryAfter/time.Second) {
		return maxRetryAfter
	}
	return time.Duration(n) * time.Second
}
