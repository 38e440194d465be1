package crawl_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

func ask(t *testing.T, g *crawl.Governor, code status.Code, retryAfter string) time.Duration {
	t.Helper()
	begin := time.Now()
	if err := g.Acquire(t.Context(), "shop.example"); err != nil {
		t.Fatal(err)
	}
	x := &crawl.Exchange{Status: code, Header: http.Header{}, At: time.Now()}
	if retryAfter != "" {
		x.Header.Set("Retry-After", retryAfter)
	}
	waited := time.Since(begin)
	g.Release("shop.example", x)
	return waited
}

func TestNoRequestGoesOutInsideARetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(time.Second))
		for _, code := range []status.Code{429, 503} {
			ask(t, g, code, "7")
			if waited := ask(t, g, 200, ""); waited != 7*time.Second {
				t.Errorf("after %s: waited %v, want 7s", code, waited)
			}
		}
	})
}

func TestRefusalsWithoutATimeLengthenThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(250 * time.Millisecond))
		ask(t, g, 429, "")
		for _, most := range []time.Duration{250 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second} {
			if waited := ask(t, g, 429, ""); waited > most || waited < most/2 {
				t.Errorf("waited %v, want between %v and %v", waited, most/2, most)
			}
		}
		if s := g.Stats()[0]; s.Refusals != 5 || s.SlowRefusals == 0 || s.Pauses != 5 {
			t.Errorf("stats = %+v, want 5 refusals and pauses, some of them slow", s)
		}
	})
}

func TestOneFailingAddressDoesNotStopTheHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(time.Second))
		ask(t, g, 503, "")
		if waited := ask(t, g, 200, ""); waited != 0 {
			t.Errorf("waited %v after one 503, want 0", waited)
		}
		ask(t, g, 503, "")
		ask(t, g, 503, "")
		if waited := ask(t, g, 200, ""); waited == 0 {
			t.Error("no pause after three 503 of ten answers")
		}
	})
}

func TestAHostThatAsksForTooMuchWaitingIsParked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(time.Second))
		ask(t, g, 429, "301")
		if err := g.Acquire(t.Context(), "shop.example"); err == nil {
			t.Error("a wait of more than five minutes was accepted")
		}
		if err := g.Acquire(t.Context(), "other.example"); err != nil {
			t.Errorf("another host is parked too: %v", err)
		}
	})
}

func TestRateAndCrawlDelayKeepRequestsApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.ForeignPace(time.Second))
		ask(t, g, 200, "")
		if waited := ask(t, g, 200, ""); waited != 200*time.Millisecond {
			t.Errorf("waited %v at five a second, want 200ms", waited)
		}
		g.CrawlDelay("shop.example", time.Hour)
		ask(t, g, 200, "")
		if waited := ask(t, g, 200, ""); waited != 30*time.Second {
			t.Errorf("waited %v for a crawl delay, want the cap of 30s", waited)
		}
	})
}

func TestWaitingEndsWithTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(time.Second))
		ask(t, g, 429, "60")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := g.Acquire(ctx, "shop.example"); err == nil {
			t.Error("a turn was given inside the pause")
		}
	})
}

func TestRetryAfterIsReadLenientlyAndJudgedStrictly(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		value string
		wait  time.Duration
		right bool
	}{
		{"120", 2 * time.Minute, true},
		{"0", 0, true},
		{"Tue, 24 Nov 2026 12:01:00 GMT", time.Minute, true},
		{"Tuesday, 24-Nov-26 12:01:00 GMT", time.Minute, true},
		{"Tue Nov 24 12:01:00 2026", time.Minute, true},
		{"Tue, 24 Nov 2026 11:00:00 GMT", 0, false},
		{"-5", 0, false},
		{"1.5", 1500 * time.Millisecond, false},
		{"10s", 10 * time.Second, false},
		{"10,10", 10 * time.Second, false},
		{"soon", 0, false},
		{"", 0, false},
		{"+5", 0, false},
		{"604801", 604801 * time.Second, false},
		{"99999999999999999999", 0, false},
	} {
		h := http.Header{"Retry-After": {c.value}, "Date": {now.Format(http.TimeFormat)}}
		got := crawl.ReadRetryAfter(h, now.Add(time.Hour))
		if got.Wait != c.wait || (got.Fault == "") != c.right || !got.Present {
			t.Errorf("ReadRetryAfter(%q) = %+v, want wait %v, right %v", c.value, got, c.wait, c.right)
		}
	}
	if crawl.ReadRetryAfter(http.Header{}, now).Present {
		t.Error("a field that is not there is present")
	}
}
