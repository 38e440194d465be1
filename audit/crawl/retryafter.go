package crawl

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter is a Retry-After field, read.
type RetryAfter struct {
	Present bool
	// Wait is how long to wait; never negative. It is set for odd forms too,
	// when a number of seconds can be made out.
	Wait time.Duration
	// Fault says in a few words why the field breaks RFC 9110 section 10.2.3;
	// empty when it is right.
	Fault string
}

// longestWait is where a Retry-After stops to be believable.
const longestWait = 7 * 24 * time.Hour

// ReadRetryAfter reads the field of an answer. Dates are compared with the
// answer's own Date, or with the time of receipt when it has none.
func ReadRetryAfter(h http.Header, received time.Time) RetryAfter {
	if len(h.Values("Retry-After")) == 0 {
		return RetryAfter{}
	}
	value := strings.TrimSpace(h.Get("Retry-After"))
	if at, err := http.ParseTime(value); err == nil {
		return retryAt(at, answerTime(h, received))
	}
	return retryIn(value)
}

func answerTime(h http.Header, received time.Time) time.Time {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		return date
	}
	return received.Truncate(time.Second)
}

func retryAt(at, now time.Time) RetryAfter {
	wait := at.Sub(now)
	if wait < 0 {
		return RetryAfter{Present: true, Fault: "is a date in the past of the answer"}
	}
	return RetryAfter{Present: true, Wait: wait, Fault: tooLong(wait)}
}

func retryIn(value string) RetryAfter {
	if n, err := strconv.ParseUint(value, 10, 31); err == nil && !strings.HasPrefix(value, "+") {
		wait := time.Duration(n) * time.Second
		return RetryAfter{Present: true, Wait: wait, Fault: tooLong(wait)}
	}
	if strings.HasPrefix(value, "-") {
		return RetryAfter{Present: true, Fault: "is negative"}
	}
	return RetryAfter{Present: true, Wait: lenientSeconds(value), Fault: "is neither a number of seconds nor an HTTP date"}
}

// lenientSeconds reads what clients have been seen to accept: "1.5", "10s",
// "10,10". What starts with no number means no wait.
func lenientSeconds(value string) time.Duration {
	end := strings.IndexFunc(value, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if end >= 0 {
		value = value[:end]
	}
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || seconds > longestWait.Seconds() {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}

func tooLong(wait time.Duration) string {
	if wait > longestWait {
		return "asks for more than seven days"
	}
	return ""
}
