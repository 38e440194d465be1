package problem_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
)

func TestRetryAfterIsReadAsRFC9110Says(t *testing.T) {
	now := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		value, date string
		want        time.Duration
		ok          bool
	}{
		{"5", "", 5 * time.Second, true},
		{" 120 ", "", 2 * time.Minute, true},
		{"0", "", 0, true},
		{"7200", "", time.Hour, true},
		{"99999999999999999999", "", time.Hour, true},
		{"Mon, 05 Jan 2026 10:01:00 GMT", "", time.Minute, true},
		{"Monday, 05-Jan-26 10:01:00 GMT", "", time.Minute, true},
		{"Mon Jan  5 10:01:00 2026", "", time.Minute, true},
		{"Mon, 05 Jan 2026 10:01:00 GMT", "Mon, 05 Jan 2026 10:00:30 GMT", 30 * time.Second, true},
		{"Mon, 05 Jan 2026 09:00:00 GMT", "", 0, true},
		{"Mon, 05 Jan 2027 09:00:00 GMT", "", time.Hour, true},
		{"", "", 0, false},
		{"-5", "", 0, false},
		{"+5", "", 0, false},
		{"1.5", "", 0, false},
		{"5, 6", "", 0, false},
		{"soon", "", 0, false},
	} {
		h := http.Header{"Retry-After": {c.value}}
		if c.date != "" {
			h.Set("Date", c.date)
		}
		if got, ok := problem.RetryAfter(h, now); got != c.want || ok != c.ok {
			t.Errorf("RetryAfter(%q, Date %q) = %v %v, want %v %v", c.value, c.date, got, ok, c.want, c.ok)
		}
	}
	if _, ok := problem.RetryAfter(http.Header{"Retry-After": {"5", "6"}}, now); ok {
		t.Error("two fields are no value")
	}
	if _, ok := problem.RetryAfter(nil, now); ok {
		t.Error("no header is no value")
	}
}
