package crawl_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestRetryAfterIsReadInAllItsForms(t *testing.T) {
	const date = "Sun, 06 Nov 1994 08:49:37 GMT"
	for _, c := range []struct {
		value string
		wait  time.Duration
		fault bool
	}{
		{"0", 0, false},
		{"120", 2 * time.Minute, false},
		{" 7 ", 7 * time.Second, false},
		{"Sun, 06 Nov 1994 08:50:37 GMT", time.Minute, false},
		{"Sunday, 06-Nov-94 08:50:37 GMT", time.Minute, false},
		{"Sun Nov  6 08:50:37 1994", time.Minute, false},
		{date, 0, false},
		{"Sun, 06 Nov 1994 08:49:36 GMT", 0, true},
		{"604800", 7 * 24 * time.Hour, false},
		{"604801", 604801 * time.Second, true},
		{"-5", 0, true},
		{"+5", 0, true},
		{"1.5", 1500 * time.Millisecond, true},
		{"10s", 10 * time.Second, true},
		{"10,10", 10 * time.Second, true},
		{"", 0, true},
		{"soon", 0, true},
		{"99999999999999999999", 0, true},
	} {
		h := http.Header{"Retry-After": {c.value}, "Date": {date}}
		got := crawl.ReadRetryAfter(h, time.Now())
		if !got.Present || got.Wait != c.wait || (got.Fault != "") != c.fault {
			t.Errorf("Retry-After %q = %+v, want wait %v, fault %v", c.value, got, c.wait, c.fault)
		}
	}
	if got := crawl.ReadRetryAfter(http.Header{}, time.Now()); got != (crawl.RetryAfter{}) {
		t.Errorf("without the field: %+v", got)
	}
}

func TestADateIsComparedWithTheTimeOfReceiptWithoutDate(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 900e6, time.UTC)
	h := http.Header{"Retry-After": {"Sun, 01 Mar 2026 12:00:30 GMT"}}
	if got := crawl.ReadRetryAfter(h, now); got.Wait != 30*time.Second || got.Fault != "" {
		t.Errorf("got %+v, want 30 s", got)
	}
}

func FuzzReadRetryAfter(f *testing.F) {
	for _, s := range []string{"1", "-1", "1.5", "Sun, 06 Nov 1994 08:49:37 GMT", "..", "1e9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		got := crawl.ReadRetryAfter(http.Header{"Retry-After": {value}}, time.Unix(0, 0))
		if got.Wait < 0 || !got.Present {
			t.Fatalf("%q gives %+v", value, got)
		}
	})
}
