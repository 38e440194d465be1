package upstream_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

// checked is a pool that is asked /healthz every five seconds.
var checked = upstream.PoolOptions{
	Balance: upstream.RoundRobin, Retry: noRetry, Circuit: noCircuit,
	Health: upstream.HealthOptions{Path: "/healthz"},
}

// well answers checks and visitors differently.
func well(check, visitor roundTrip) roundTrip {
	return func(req *request) (*response, error) {
		if req.URL.Path == "/healthz" {
			return check(req)
		}

		return visitor(req)
	}
}

func healthy(p *upstream.Pool) []bool {
	var up []bool
	for _, s := range p.State() {
		up = append(up, s.Healthy)
	}

	return up
}

func TestAServerThatFailsItsChecksIsLeftAlone(t *testing.T) {
	t.Parallel()
	bubble(t, checked, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		visits := 0
		visitor := func(*request) (*response, error) {
			visits++

			return says(200)(nil)
		}
		synctest.Wait() // the first check is before the change
		s[1].set(well(says(500), visitor))
		time.Sleep(11 * time.Second)
		if up := healthy(p); !up[1] {
			t.Fatal("down after two bad checks, want three")
		}
		time.Sleep(5 * time.Second)
		if up := healthy(p); !up[0] || up[1] {
			t.Fatalf("healthy %v after three bad checks, want only the first", up)
		}
		visits = 0
		ask(t, p, 10)
		if visits != 0 {
			t.Errorf("%d visitors went to a server that is down", visits)
		}

		s[1].set(well(says(204), visitor))
		time.Sleep(5 * time.Second)
		if up := healthy(p); up[1] {
			t.Fatal("up after one good check, want two")
		}
		time.Sleep(5 * time.Second)
		ask(t, p, 10)
		if up := healthy(p); !up[1] || visits != 5 {
			t.Errorf("healthy %v, %d visits of 10 after two good checks, want 5", up, visits)
		}
	})
}

func TestWhenAllServersAreDownTheWaitIsToTheNextProbe(t *testing.T) {
	t.Parallel()
	bubble(t, checked, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		for _, f := range s {
			f.set(well(refuses, says(200)))
		}
		time.Sleep(17 * time.Second) // checks at 0, 5, 10 and 15; the next is at 20
		asked := counts(s)
		req := newRequest(t, "POST", "/", "text")
		closed := false
		req.Body = closing{req.Body, func() { closed = true }}
		res, err := p.RoundTrip(req)
		want{"destination_unavailable", "unreachable", 503, ""}.check(t, res, err)
		f, _ := errors.AsType[*upstream.Failure](err)
		if f.RetryAfter != 3*time.Second {
			t.Errorf("Retry-After %v, want 3s: the next probe", f.RetryAfter)
		}
		if n := counts(s); n[0] != asked[0] || n[1] != asked[1] {
			t.Error("a server that is down was asked")
		}
		if !closed {
			t.Error("the body of the request stays open")
		}
		if n := p.Stats().Unavailable; n != 1 {
			t.Errorf("%d requests without a server counted, want 1", n)
		}
	})
}

// One server fails its checks, the other is shut off by its failures.
func TestTheWaitIsToTheFirstChanceOfAnyServer(t *testing.T) {
	t.Parallel()
	o := checked
	o.Circuit = upstream.CircuitOptions{}
	bubble(t, o, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(well(says(500), says(200)))
		s[1].set(well(says(200), says(502)))
		time.Sleep(16 * time.Second)
		ask(t, p, 5)
		time.Sleep(2 * time.Second)
		res, err := p.RoundTrip(newRequest(t, "GET", "/", ""))
		want{"destination_unavailable", "unreachable", 503, ""}.check(t, res, err)
		f, _ := errors.AsType[*upstream.Failure](err)
		if f.RetryAfter != 2*time.Second { // the check at 20; the circuit waits until 21
			t.Errorf("Retry-After %v, want 2s", f.RetryAfter)
		}
	})
}

func TestAChecksOutcomeIsReadWithCare(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		check roundTrip
		up    bool
	}{
		"204":                       {says(204), true},
		"a redirect, not followed":  {says(302, "Location", "http://other.test/"), true},
		"404":                       {says(404), false},
		"500":                       {says(500), false},
		"refused":                   {refuses, false},
		"our own limit":             {fails("connection_limit_reached", 503), true},
		"a panic":                   {func(*request) (*response, error) { panic("boom") }, true},
		"an answer that never ends": {hangs, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, checked, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
				s[0].set(well(c.check, says(200)))
				time.Sleep(time.Minute)
				if up := healthy(p)[0]; up != c.up {
					t.Errorf("healthy %v, want %v", up, c.up)
				}
				if n := s[0].count(); n > 13 {
					t.Errorf("%d checks in a minute, want one every five seconds", n)
				}
			})
		})
	}
}

// hangs until the request is given up.
func hangs(req *request) (*response, error) {
	<-req.Context().Done()

	return fails("http_response_timeout", 504)(req)
}

func TestACheckNamesTheServerAndItself(t *testing.T) {
	t.Parallel()
	bubble(t, checked, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
		synctest.Wait()
		req := s[0].last()
		if req.Method != "GET" || req.Host != "a" || req.Header.Get("User-Agent") != "signpost-health" {
			t.Errorf("checked by %s of host %q as %q", req.Method, req.Host, req.Header.Get("User-Agent"))
		}
	})
}

func TestWithoutAPathNothingIsChecked(t *testing.T) {
	t.Parallel()
	bubble(t, upstream.PoolOptions{}, 1, func(t *testing.T, _ *upstream.Pool, s []*fake) {
		time.Sleep(time.Hour)
		if n := s[0].count(); n != 0 {
			t.Errorf("asked %d times", n)
		}
	})
}
