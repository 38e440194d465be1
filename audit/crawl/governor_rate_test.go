package crawl_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Fifty answers a second came through; then half of that, and a tenth more
// after each twenty good ones.
func TestA429HalvesTheRateWhichIsEarnedBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.OwnPace(0))
		for range 100 {
			time.Sleep(20 * time.Millisecond)
			turn(t, g, 200, "")
		}
		turn(t, g, 429, "1")
		turn(t, g, 200, "")
		gap := turn(t, g, 200, "")
		if gap.Round(time.Millisecond) != 40*time.Millisecond {
			t.Errorf("after 50 answers a second and a 429: a gap of %v, want 40ms", gap)
		}
		for range 20 {
			turn(t, g, 200, "")
		}
		if later := turn(t, g, 200, ""); later >= gap || later < gap*10/11-time.Microsecond {
			t.Errorf("after twenty good answers: a gap of %v, want a tenth less than %v", later, gap)
		}
		for range 2000 {
			turn(t, g, 200, "")
		}
		if last := turn(t, g, 200, ""); last != 0 {
			t.Errorf("after two thousand good answers: still a gap of %v", last)
		}
	})
}

// taking answers a request after a time and says how many are allowed at once
// from then on.
func taking(t *testing.T, g *crawl.Governor, took time.Duration) {
	t.Helper()
	if err := g.Acquire(t.Context(), host); err != nil {
		t.Fatal(err)
	}
	x := answer(200, "")
	x.Took = took
	g.Release(host, x)
}

// atOnce counts how many turns can be had at the same time.
func atOnce(t *testing.T, g *crawl.Governor) (n int) {
	t.Helper()
	for ; ; n++ {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		err := g.Acquire(ctx, host)
		cancel()
		if err != nil {
			break
		}
	}
	for range n {
		g.Release(host, answer(404, ""))
	}
	return n
}

func TestAHostThatGetsSlowIsAskedLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := crawl.NewGovernor(crawl.Pace{Start: 8, Ceiling: 8})
		for range 30 {
			taking(t, g, 300*time.Millisecond)
		}
		for range 6 {
			taking(t, g, 2*time.Second)
		}
		if n := atOnce(t, g); n != 4 {
			t.Errorf("after six slow answers of ten: %d requests at once, want 4", n)
		}
	})
}

func TestOnlyAnswersAsQuickAsUsualEarnMore(t *testing.T) {
	for _, c := range []struct {
		slow time.Duration // each tenth answer
		want int
	}{{400 * time.Millisecond, 3}, {700 * time.Millisecond, 2}} {
		synctest.Test(t, func(t *testing.T) {
			g := crawl.NewGovernor(crawl.Pace{Start: 2, Ceiling: 8})
			for n := range 25 {
				took := 300 * time.Millisecond
				if n%10 == 9 {
					took = c.slow
				}
				taking(t, g, took)
			}
			if n := atOnce(t, g); n != c.want {
				t.Errorf("each tenth answer in %v: %d requests at once, want %d", c.slow, n, c.want)
			}
		})
	}
}

func TestRequestsWaitForTheHoursThatAreAllowed(t *testing.T) {
	for _, c := range []struct {
		window string
		want   time.Duration
	}{{"01:00-05:00", time.Hour}, {"23:00-05:00", 0}, {"22:00-00:00", 22 * time.Hour}} {
		synctest.Test(t, func(t *testing.T) { // begins at midnight UTC
			window, err := crawl.ParseWindow(c.window)
			if err != nil {
				t.Fatal(err)
			}
			_, east := time.Now().Zone()
			pace := crawl.OwnPace(0)
			pace.Window = window
			time.Sleep(time.Duration(24*3600-east) % (24 * 3600) * time.Second) // midnight by the local clock
			if waited := turn(t, crawl.NewGovernor(pace), 200, ""); waited != c.want {
				t.Errorf("at midnight, in %s: waited %v, want %v", c.window, waited, c.want)
			}
		})
	}
	for _, bad := range []string{"", "1-5", "01:00", "01:00-01:00", "25:00-26:00", "01:00-05:00-06:00"} {
		if _, err := crawl.ParseWindow(bad); err == nil {
			t.Errorf("hours %q were taken", bad)
		}
	}
}
