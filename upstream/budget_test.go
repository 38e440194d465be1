package upstream_test

import (
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestAnEmptyBudgetStopsRepeats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		share, floor float64
		want         uint64 // repeats of 1000 requests at once
	}{
		{0, 0, 130}, // 10 % and 3 a second for ten seconds
		{0.3, 0, 330},
		{-1, 2, 20},
		{0.1, -1, 100},
		{-1, -1, 0},
	} {
		o := twoInTurn
		o.Retry.Budget = upstream.BudgetOptions{Share: c.share, Floor: c.floor}
		bubble(t, o, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
			// Every second answer is good, so that no server seems to drown.
			s[0].set(unprocessed)
			ask(t, p, 1000)
			st := p.Stats()
			if st.Requests != 1000 || st.Retries > c.want || st.Retries < c.want*8/10 {
				t.Errorf("share %v, floor %v: %d repeats of %d requests, want up to %d", c.share, c.floor, st.Retries, st.Requests, c.want)
			}
			if st.BudgetEmpty == 0 {
				t.Errorf("share %v, floor %v: the empty budget was not counted", c.share, c.floor)
			}
			if sent := uint64(s[0].count() + s[1].count()); sent != st.Requests+st.Retries {
				t.Errorf("%d sent, %d and %d counted", sent, st.Requests, st.Retries)
			}
		})
	}
}

func TestABudgetRecoversInTenSeconds(t *testing.T) {
	t.Parallel()
	bubble(t, twoInTurn, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(unprocessed)
		ask(t, p, 1000)
		spent := p.Stats().Retries
		time.Sleep(11 * time.Second)
		ask(t, p, 2)
		if got := p.Stats().Retries - spent; got != 1 {
			t.Errorf("%d repeats after a rest, want 1", got)
		}
	})
}

// Requests count when they are sent: answers that are slow to fail would else
// fill the budget too late.
func TestASlowFailureCountsBeforeItIsKnown(t *testing.T) {
	t.Parallel()
	o := twoInTurn
	o.Retry.Budget = upstream.BudgetOptions{Share: 0.1, Floor: -1}
	bubble(t, o, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[1].set(says(200))
		ask(t, p, 20)
		s[0].set(func(req *request) (*response, error) {
			time.Sleep(5 * time.Second)

			return unprocessed(req)
		})
		ask(t, p, 2)
		if n := p.Stats().Retries; n != 1 {
			t.Errorf("%d repeats, want 1 from the credit of earlier requests", n)
		}
	})
}

func TestADrowningServerIsSparedRepeats(t *testing.T) {
	t.Parallel()
	o := twoInTurn
	o.Retry.Budget = upstream.BudgetOptions{Share: 1, Floor: 100} // the budget is never empty
	bubble(t, o, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(says(503))
		ask(t, p, 1000)
		st := p.Stats()
		if st.Retries > 20 || st.Spared < 900 || st.BudgetEmpty != 0 {
			t.Errorf("%d repeats at a server that answers nothing but 503, %d spared", st.Retries, st.Spared)
		}
	})
}

func TestAServerThatFlapsMakesNoStorm(t *testing.T) {
	t.Parallel()
	for name, n := range map[string]int{"one server": 1, "two servers": 2} {
		bubble(t, upstream.PoolOptions{}, n, func(t *testing.T, p *upstream.Pool, s []*fake) {
			for _, f := range s {
				f.set(everySecond(says(502), says(200)))
			}
			passed := 0
			for range 1000 {
				if code(t, p, newRequest(t, "GET", "/", "")) == 502 {
					passed++
				}
			}
			st := p.Stats()
			if st.Retries > 130+30 || st.BudgetEmpty == 0 || passed == 0 {
				t.Errorf("%s: %d repeats of 1000, %d errors passed, want the budget to run out", name, st.Retries, passed)
			}
			for i := range s {
				if ejected(p, i) != 0 {
					t.Errorf("%s: a server that answers every second request was shut off", name)
				}
			}
		})
	}
}

// The negative control: without a bound every failure is sent twice.
func TestWithoutABudgetEveryFailureIsSentTwice(t *testing.T) {
	t.Parallel()
	o := twoInTurn
	o.Retry.Budget = upstream.BudgetOptions{Share: 1, Floor: 100}
	bubble(t, o, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(unprocessed)
		ask(t, p, 1000)
		if n := p.Stats().Retries; n != uint64(s[0].count()) {
			t.Errorf("%d repeats of %d failures", n, s[0].count())
		}
	})
}
