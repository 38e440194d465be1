package status_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

const longest = (1<<31 - 1) * time.Second

// retryHeader is the header of an answer; a zero date is left out.
func retryHeader(date time.Time, values ...string) http.Header {
	h := http.Header{"Retry-After": values}
	if !date.IsZero() {
		h.Set("Date", date.Format(http.TimeFormat))
	}
	return h
}

func TestRetryAfterIsReadInEveryForm(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	answered := now.Add(-10 * time.Second) // the server's clock is behind
	for _, c := range []struct {
		values []string
		date   time.Time
		want   time.Duration
		ok     bool
	}{
		{[]string{"120"}, answered, 120 * time.Second, true},
		{[]string{"0"}, answered, 0, true},
		{[]string{" 7\t"}, answered, 7 * time.Second, true},
		{[]string{"007"}, answered, 7 * time.Second, true},
		{[]string{"2147483647"}, answered, longest, true},
		{[]string{"2147483648"}, answered, longest, true},
		{[]string{"99999999999999999999999999"}, answered, longest, true},
		{[]string{"Tue, 24 Nov 2026 12:01:00 GMT"}, answered, 70 * time.Second, true},
		{[]string{"Tue, 24 Nov 2026 12:01:00 GMT"}, time.Time{}, 60 * time.Second, true},
		{[]string{"Tuesday, 24-Nov-26 12:01:00 GMT"}, time.Time{}, 60 * time.Second, true},
		{[]string{"Tue Nov 24 12:01:00 2026"}, time.Time{}, 60 * time.Second, true},
		{[]string{"Tue, 24 Nov 2026 11:00:00 GMT"}, answered, 0, true},
		{[]string{"Fri, 31 Dec 9999 23:59:59 GMT"}, answered, longest, true},
		{nil, answered, 0, false},
		{[]string{""}, answered, 0, false},
		{[]string{"1", "1"}, answered, 0, false},
		{[]string{"1, 2"}, answered, 0, false},
		{[]string{"-1"}, answered, 0, false},
		{[]string{"+1"}, answered, 0, false},
		{[]string{"1.5"}, answered, 0, false},
		{[]string{"1s"}, answered, 0, false},
		{[]string{"1e3"}, answered, 0, false},
		{[]string{"0x10"}, answered, 0, false},
		{[]string{"1_000"}, answered, 0, false},
		{[]string{"１"}, answered, 0, false},
		{[]string{"soon"}, answered, 0, false},
		{[]string{"2026-11-24T12:01:00Z"}, answered, 0, false},
		{[]string{"Tue, 24 Nov 2026 12:01:00 GMT, 5"}, answered, 0, false},
	} {
		got, ok := status.RetryAfter(retryHeader(c.date, c.values...), now)
		if got != c.want || ok != c.ok {
			t.Errorf("RetryAfter(%q, %v) = %v, %v, want %v, %v", c.values, c.date, got, ok, c.want, c.ok)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"", "120", "-1", "99999999999999999999", "Tue, 24 Nov 2026 12:01:00 GMT",
		"Tuesday, 24-Nov-26 12:01:00 GMT", "Tue Nov 24 12:01:00 2026", "Mon, 01 Jan 0001 00:00:00 GMT",
	} {
		f.Add(seed, int64(1_795_521_600))
	}
	f.Fuzz(func(t *testing.T, value string, seconds int64) {
		now := time.Unix(seconds, 0)
		d, ok := status.RetryAfter(retryHeader(time.Time{}, value), now)
		if d < 0 || d > longest || !ok && d != 0 {
			t.Errorf("RetryAfter(%q) = %v, %v: out of bounds", value, d, ok)
		}
		if _, ok := status.RetryAfter(retryHeader(time.Time{}, value, value), now); ok {
			t.Errorf("two values %q are accepted", value)
		}
		if d2, ok2 := status.RetryAfter(retryHeader(time.Time{}, " "+value+"\t"), now); d2 != d || ok2 != ok {
			t.Errorf("white space around %q changes %v, %v to %v, %v", value, d, ok, d2, ok2)
		}
	})
}
