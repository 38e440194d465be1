package crawl_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

const host = "shop.example"

// turn takes a turn, answers, and returns how long it had to wait.
func turn(t *testing.T, g *crawl.Governor, code status.Code, retryAfter string) time.Duration {
	t.Helper()
	start := time.Now()
	if err := g.Acquire(t.Context(), host); err != nil {
		t.Fatalf("acquire: %v", err)
	}
	waited := time.Since(start)
	g.Release(host, answer(code, retryAfter))
	return waited
}

func answer(code status.Code, retryAfter string) *crawl.Exchange {
	x := &crawl.Exchange{Status: code, Header: http.Header{}, At: time.Now()}
	if retryAfter != "" {
		x.Header.Set("Retry-After", retryAfter)
	}
	return x
}

func TestRetryAfterIsObeyedInBothForms(t *testing.T) {
	for _, code := range []status.Code{status.TooManyRequests, status.ServiceUnavailable} {
		for _, form := range []func() string{
			func() string { return "30" },
			func() string { return time.Now().UTC().Add(30 * time.Second).Format(http.TimeFormat) },
		} {
			synctest.Test(t, func(t *testing.T) {
				g := crawl.NewGovernor(crawl.OwnPace(0))
				turn(t, g, code, form())
				if waited := turn(t, g, 200, ""); waited != 30*time.Second {
					t.Errorf("after %v with %q: waited %v, want 30 s", code, form(), waited)
				}
				if waited := turn(t, g, 200, ""); waited > time.Second {
					t.Errorf("the pause goes on for %v", waited)
				}
				if s := g.Stats()[0]; s.Pauses != 1 || s.PauseSeconds != 30 || s.Parked || s.Requests != 3 {
					t.Errorf("stats: %+v", s)
				}
			})
		}
	}
}

func TestRefusalsWithoutRetryAfterPauseLongerEachTime(t *testing.T) {
	for _, code := range []status.Code{status.TooManyRequests, status.ServiceUnavailable} {
		synctest.Test(t, func(t *testing.T) {
			pace := crawl.OwnPace(time.Second)
			pace.MaxWait = time.Hour
			g := crawl.NewGovernor(pace)
			free := 1 // the first refusal
			if code == status.ServiceUnavailable {
				free = 3 // one 503 is about one address; three of ten are about the host
			}
			for range free {
				if waited := turn(t, g, code, ""); waited != 0 {
					t.Errorf("%v: waited %v before it was due", code, waited)
				}
			}
			step := time.Second
			for range 9 {
				if waited := turn(t, g, code, ""); waited < step/2 || waited > step {
					t.Errorf("%v: waited %v, want %v to %v", code, waited, step/2, step)
				}
				step = min(2*step, time.Minute)
			}
		})
	}
}

func TestAHostThatAsksForTooMuchWaitingIsParked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pace := crawl.OwnPace(0)
		pace.MaxWait = time.Minute
		g := crawl.NewGovernor(pace)
		turn(t, g, status.TooManyRequests, "40")
		turn(t, g, status.TooManyRequests, "21")
		if err := g.Acquire(t.Context(), host); err == nil {
			t.Error("a parked host was asked")
		}
		if err := g.Acquire(t.Context(), "other.example"); err != nil {
			t.Errorf("another host suffers: %v", err)
		}
		for _, s := range g.Stats() {
			if s.Host == host && (!s.Parked || s.PauseSeconds != 40) {
				t.Errorf("stats: %+v", s)
			}
		}
	})
}

func TestParkingWakesThoseThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pace := crawl.OwnPace(0)
		pace.Start, pace.MaxWait = 1, time.Second
		g := crawl.NewGovernor(pace)
		if err := g.Acquire(t.Context(), host); err != nil {
			t.Fatal(err)
		}
		waiter := make(chan error)
		go func() { waiter <- g.Acquire(t.Context(), host) }()
		synctest.Wait()
		g.Release(host, answer(status.TooManyRequests, "3600"))
		if err := <-waiter; err == nil {
			t.Error("the waiting request was let through")
		}
	})
}

func TestSeveralRefusalsOfOneMomentAreOnePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(0))
		for range 8 {
			if err := g.Acquire(t.Context(), host); err != nil {
				t.Fatal(err)
			}
		}
		for range 8 {
			g.Release(host, answer(status.TooManyRequests, "10"))
		}
		if s := g.Stats()[0]; s.Pauses != 1 || s.PauseSeconds != 10 || s.Refusals != 8 {
			t.Errorf("stats: %+v", s)
		}
	})
}

// inFlight counts how many requests are let through at once.
func inFlight(t *testing.T, g *crawl.Governor, x *crawl.Exchange) int {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	var mu sync.Mutex
	n := 0
	for range 100 {
		workers.Go(func() {
			if g.Acquire(ctx, host) == nil {
				mu.Lock()
				n++
				mu.Unlock()
			}
		})
	}
	synctest.Wait()
	cancel()
	workers.Wait()
	for range n {
		g.Release(host, x)
	}
	return n
}

func TestTroubleHalvesThePaceAndGoodAnswersEarnItBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		neutral := answer(404, "")
		g := crawl.NewGovernor(crawl.Pace{Start: 8, Ceiling: 9, MaxWait: time.Hour, Step: time.Second})
		want := func(n int, when string) {
			t.Helper()
			if got := inFlight(t, g, neutral); got != n {
				t.Errorf("%s: %d in flight, want %d", when, got, n)
			}
		}
		good := func(n int) {
			for range n {
				turn(t, g, 200, "")
			}
		}
		want(8, "at the start")
		if err := g.Acquire(t.Context(), host); err != nil {
			t.Fatal(err)
		}
		g.Release(host, &crawl.Exchange{Reason: crawl.Reset})
		want(4, "after a reset")
		turn(t, g, 503, "")
		want(2, "after a 503")
		good(19)
		want(2, "after 19 good answers")
		good(1)
		want(3, "after 20 good answers")
		good(200)
		want(9, "after many good answers")
		turn(t, g, 503, "1") // a 429 would limit the rate as well
		good(1)
		want(1, "after a pause")
		good(19)
		want(2, "20 good answers after a pause")
	})
}

func TestTheRateAndCrawlDelayAreLeastGaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.Pace{Start: 8, Ceiling: 8, Rate: 5, MaxWait: time.Hour})
		turn(t, g, 200, "")
		if waited := turn(t, g, 200, ""); waited != 200*time.Millisecond {
			t.Errorf("at 5 a second: waited %v", waited)
		}
		g.CrawlDelay(host, 3*time.Second)
		turn(t, g, 200, "")
		if waited := turn(t, g, 200, ""); waited != 3*time.Second {
			t.Errorf("with a Crawl-delay of 3: waited %v", waited)
		}
		g.CrawlDelay(host, time.Hour)
		turn(t, g, 200, "")
		if waited := turn(t, g, 200, ""); waited != 30*time.Second {
			t.Errorf("with a Crawl-delay of an hour: waited %v, want 30 s", waited)
		}
	})
}

func TestARefusalToASlowRequestIsCountedApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(0))
		turn(t, g, 200, "")
		turn(t, g, 429, "2") // at once after the other
		turn(t, g, 429, "2") // alone, two seconds later
		if s := g.Stats()[0]; s.Refusals != 2 || s.SlowRefusals != 1 {
			t.Errorf("stats: %+v", s)
		}
	})
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(0))
		turn(t, g, 429, "60")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if err := g.Acquire(ctx, host); err == nil || time.Since(start) != time.Second {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
	})
}

func TestRefusalsAreNeverBroken(t *testing.T) {
	for code, want := range map[status.Code]crawl.Reason{429: crawl.RateLimited, 503: crawl.Unavailable, 500: "", 404: "", 200: ""} {
		x := answer(code, "")
		if x.Unanswered() != want || want != "" && x.Broken() {
			t.Errorf("%v: unanswered %q, broken %v", code, x.Unanswered(), x.Broken())
		}
	}
	if x := answer(500, ""); !x.Broken() {
		t.Error("a 500 is not broken")
	}
}

// Sixty requests that were under way when the limit was reached are one sign of
// it, not sixty.
func TestRefusalsOfRequestsUnderWayCountAsOne(t *testing.T) {
	pauseAfter := func(t *testing.T, together int) (longest time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			g := crawl.NewGovernor(crawl.OwnPace(time.Second))
			for range together {
				if err := g.Acquire(t.Context(), host); err != nil {
					t.Fatal(err)
				}
			}
			for range together {
				g.Release(host, answer(status.TooManyRequests, ""))
			}
			longest = turn(t, g, 200, "")
		})
		return longest
	}
	const first = time.Second // the longest that the first pause may be
	if waited := pauseAfter(t, 8); waited == 0 || waited > first {
		t.Errorf("eight at once: waited %v, want at most %v", waited, first)
	}
}
