package upstream_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

// ask sends n requests, one after the other, and drops the answers.
func ask(t *testing.T, p *upstream.Pool, n int) {
	t.Helper()
	for range n {
		code(t, p, newRequest(t, "GET", "/", ""))
	}
}

func ejected(p *upstream.Pool, i int) time.Duration {
	until := p.State()[i].EjectedUntil
	if until.IsZero() {
		return 0
	}

	return time.Until(until)
}

var turns = upstream.PoolOptions{Balance: upstream.RoundRobin, Retry: noRetry}

func TestFiveFailuresInARowShutAServerOff(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]struct {
		next   func(*fake)
		counts bool
	}{
		"refused":               {func(f *fake) { f.set(refuses) }, true},
		"answer timeouts":       {func(f *fake) { f.set(fails("http_response_timeout", 504)) }, true},
		"garbage":               {func(f *fake) { f.set(fails("http_protocol_error", 502)) }, true},
		"TLS":                   {func(f *fake) { f.set(fails("tls_certificate_error", 502)) }, true},
		"DNS":                   {func(f *fake) { f.set(fails("dns_error", 502)) }, true},
		"502":                   {func(f *fake) { f.set(says(502)) }, true},
		"503":                   {func(f *fake) { f.set(says(503)) }, true},
		"504":                   {func(f *fake) { f.set(says(504)) }, true},
		"500":                   {func(f *fake) { f.set(says(500)) }, false},
		"404":                   {func(f *fake) { f.set(says(404)) }, false},
		"409":                   {func(f *fake) { f.set(says(409)) }, false},
		"429":                   {func(f *fake) { f.set(says(429)) }, false},
		"our own limit":         {func(f *fake) { f.set(fails("connection_limit_reached", 503)) }, false},
		"a broken upload":       {func(f *fake) { f.set(fails("http_request_error", 400)) }, false},
		"clients that left":     {func(f *fake) { f.set(fails("", 0)) }, false},
		"a fault of the edge":   {func(f *fake) { f.set(fails("proxy_internal_error", 500)) }, false},
		"success in between":    {func(f *fake) { f.set(everySecond(says(502), says(200))) }, false},
		"a conflict in between": {func(f *fake) { f.set(everySecond(says(502), says(409))) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, turns, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
				failure.next(s[1])
				ask(t, p, 8)
				if ejected(p, 1) != 0 {
					t.Fatal("shut off after four failures")
				}
				ask(t, p, 20)
				if got := ejected(p, 1) == 5*time.Second; got != failure.counts {
					t.Errorf("shut off for %v, want %v", ejected(p, 1), failure.counts)
				}
			})
		})
	}
}

func everySecond(a, b roundTrip) roundTrip {
	n := 0

	return func(req *request) (*response, error) {
		if n++; n%2 == 1 {
			return a(req)
		}

		return b(req)
	}
}

func TestAServerComesBackByOneProbe(t *testing.T) {
	t.Parallel()
	bubble(t, turns, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[1].set(says(503))
		ask(t, p, 10)
		atRest := s[1].count()
		time.Sleep(5*time.Second - time.Millisecond)
		ask(t, p, 10)
		if n := s[1].count() - atRest; n != 0 {
			t.Fatalf("asked %d times while it was shut off", n)
		}

		time.Sleep(time.Millisecond)
		release := make(chan struct{})
		s[1].set(func(*request) (*response, error) {
			<-release

			return says(200)(nil)
		})
		for range 10 {
			go ask(t, p, 1)
		}
		synctest.Wait()
		if n := s[1].count() - atRest; n != 1 {
			t.Errorf("%d requests went to the server that is tried, want 1", n)
		}
		close(release)
		synctest.Wait()
		ask(t, p, 2)
		if n := s[1].count() - atRest; n != 2 || ejected(p, 1) != 0 {
			t.Errorf("asked %d times, shut off for %v after the probe, want 2 and not", n, ejected(p, 1))
		}
	})
}

func TestEachFailedProbeShutsLongerUpToTwelveTimes(t *testing.T) {
	t.Parallel()
	bubble(t, turns, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[1].set(says(503))
		ask(t, p, 10)
		for n := 1; n <= 15; n++ {
			want := time.Duration(min(n, 12)) * 5 * time.Second
			if got := ejected(p, 1); got != want {
				t.Fatalf("shut off for %v at time %d in a row, want %v", got, n, want)
			}
			time.Sleep(want)
			ask(t, p, 2)
		}
		if n := p.State()[1].Ejections; n != 16 {
			t.Errorf("%d ejections counted, want 16", n)
		}
	})
}

func TestAProbeWhoseClientLeavesProvesNothing(t *testing.T) {
	t.Parallel()
	bubble(t, turns, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[1].set(says(503))
		ask(t, p, 10)
		time.Sleep(5 * time.Second)
		s[1].set(fails("", 0))
		ask(t, p, 2)
		if ejected(p, 1) > 0 {
			t.Error("shut off again by a client that left")
		}
		s[1].set(says(200))
		ask(t, p, 2)
		if !p.State()[1].EjectedUntil.IsZero() {
			t.Error("the next probe was not let through")
		}
	})
}

func TestAtMostHalfOfTheServersAreShutOff(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1: 0, 2: 1, 3: 1, 4: 2, 5: 2} {
		bubble(t, turns, n, func(t *testing.T, p *upstream.Pool, s []*fake) {
			for _, f := range s {
				f.set(says(502))
			}
			ask(t, p, 20*n)
			off := 0
			for i := range s {
				if ejected(p, i) > 0 {
					off++
				}
			}
			if off != want {
				t.Errorf("%d of %d servers are shut off, want %d", off, n, want)
			}
			if got := code(t, p, newRequest(t, "GET", "/", "")); got != 502 {
				t.Errorf("status %d, want the servers' own 502", got)
			}
		})
	}
}

func TestTheLastServerIsNeverShutOff(t *testing.T) {
	t.Parallel()
	o := turns
	o.Circuit.MaxOpen = 1
	for n, want := range map[int]int{1: 0, 3: 2} {
		bubble(t, o, n, func(t *testing.T, p *upstream.Pool, s []*fake) {
			for _, f := range s {
				f.set(refuses)
			}
			ask(t, p, 20*n)
			off := 0
			for i := range s {
				if ejected(p, i) > 0 {
					off++
				}
			}
			if off != want {
				t.Errorf("%d of %d servers are shut off, want %d", off, n, want)
			}
		})
	}
}

// The negative control: without a circuit a dead server is asked for ever.
func TestWithoutACircuitADeadServerIsAskedForEver(t *testing.T) {
	t.Parallel()
	o := turns
	o.Circuit = noCircuit
	bubble(t, o, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[1].set(refuses)
		ask(t, p, 100)
		if n := s[1].count(); n != 50 {
			t.Errorf("asked %d times of 100, want 50", n)
		}
	})
}

func TestAClientThatLeavesIsNoFailureOfTheServer(t *testing.T) {
	t.Parallel()
	bubble(t, turns, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		hang := func(req *request) (*response, error) {
			<-req.Context().Done()

			return nil, &upstream.Failure{Err: req.Context().Err()}
		}
		s[0].set(hang)
		s[1].set(hang)
		for range 40 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			_, err := p.RoundTrip(newRequest(t, "GET", "/", "").WithContext(ctx))
			if err == nil {
				t.Fatal("an answer came from nowhere")
			}
		}
		if ejected(p, 0) != 0 || ejected(p, 1) != 0 {
			t.Error("a server was shut off")
		}
	})
}
