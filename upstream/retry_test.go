package upstream_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

// half is random, in the middle.
func half() float64 { return 0.5 }

var twoInTurn = upstream.PoolOptions{Balance: upstream.RoundRobin, Circuit: noCircuit, Rand: half}

func TestWhatIsRepeatedAndWhere(t *testing.T) {
	t.Parallel()
	const none, other, same = "not", "at the other", "at the same"
	for name, c := range map[string]struct {
		method, body   string
		first          roundTrip
		withTwo, with1 string // where it is repeated, with two servers and with one
	}{
		"GET refused":                  {"GET", "", refuses, other, none},
		"HEAD refused":                 {"HEAD", "", refuses, other, none},
		"OPTIONS refused":              {"OPTIONS", "", refuses, other, none},
		"POST refused":                 {"POST", "text", refuses, other, none},
		"DELETE refused":               {"DELETE", "", refuses, other, none},
		"GET without a name":           {"GET", "", fails("dns_error", 502), other, none},
		"GET, bad certificate":         {"GET", "", fails("tls_certificate_error", 502), other, none},
		"GET, connect timeout":         {"GET", "", fails("connection_timeout", 504), other, none},
		"GET reset":                    {"GET", "", fails("connection_terminated", 502), other, same},
		"POST reset":                   {"POST", "text", fails("connection_terminated", 502), none, none},
		"PUT reset":                    {"PUT", "text", fails("connection_terminated", 502), none, none},
		"DELETE reset":                 {"DELETE", "", fails("connection_terminated", 502), none, none},
		"POST refused as a stream":     {"POST", "", unprocessed, other, same},
		"GET, answer timeout":          {"GET", "", fails("http_response_timeout", 504), other, none},
		"POST, answer timeout":         {"POST", "text", fails("http_response_timeout", 504), none, none},
		"GET, garbage":                 {"GET", "", fails("http_protocol_error", 502), other, same},
		"GET, header too large":        {"GET", "", fails("http_response_header_section_size", 502), none, none},
		"GET, bad coding":              {"GET", "", fails("http_response_transfer_coding", 502), none, none},
		"GET, our own limit":           {"GET", "", fails("connection_limit_reached", 503), none, none},
		"GET, client left":             {"GET", "", fails("", 0), none, none},
		"GET 502":                      {"GET", "", says(502), other, same},
		"GET 503":                      {"GET", "", says(503), other, same},
		"GET 504":                      {"GET", "", says(504), other, same},
		"GET 500":                      {"GET", "", says(500), none, none},
		"GET 404":                      {"GET", "", says(404), none, none},
		"GET 409":                      {"GET", "", says(409), none, none},
		"GET 429":                      {"GET", "", says(429), none, none},
		"GET 200":                      {"GET", "", says(200), none, none},
		"POST 503":                     {"POST", "text", says(503), none, none},
		"POST 409":                     {"POST", "text", says(409), none, none},
		"GET with a body, 503":         {"GET", "text", says(503), other, same},
		"GET 503, Retry-After 1":       {"GET", "", says(503, "Retry-After", "1"), other, same},
		"GET 503, Retry-After 2":       {"GET", "", says(503, "Retry-After", "2"), none, none},
		"GET 503, Retry-After garbage": {"GET", "", says(503, "Retry-After", "soon"), other, same},
		"GET 421":                      {"GET", "", says(421), same, same},
		"POST 421":                     {"POST", "text", says(421), same, same},
		"POST 425":                     {"POST", "text", says(425), same, same},
		"POST 425, body read":          {"POST", "text", reads(says(425)), none, none},
		"GET 503, body read":           {"GET", "text", reads(says(503)), none, none},
		"POST refused, body closed":    {"POST", "text", closes(refuses), other, none},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n, want := range map[int]string{1: c.with1, 2: c.withTwo} {
				bubble(t, twoInTurn, n, func(t *testing.T, p *upstream.Pool, s []*fake) {
					s[0].set(firstThen(c.first, says(204)))
					if n == 2 {
						s[1].set(says(204))
						code(t, p, newRequest(t, "GET", "/", "")) // the second server has its turn
					}
					had := counts(s)
					got := code(t, p, newRequest(t, c.method, "/", c.body))
					at := none
					if n == 2 && s[1].count() > had[1] {
						at = other
					} else if s[0].count() > had[0]+1 {
						at = same
					}
					if at != want || (got == 204) != (want != none) {
						t.Errorf("of %d servers: repeated %s server, status %d, want %s", n, at, got, want)
					}
				})
			}
		})
	}
}

func unprocessed(*request) (*response, error) {
	return nil, &upstream.Failure{
		Type: "connection_terminated", Word: "reset", Status: 502, Err: errors.New("refused stream"), Unsent: true,
	}
}

func reads(next roundTrip) roundTrip {
	return func(req *request) (*response, error) {
		_, _ = req.Body.Read(make([]byte, 1))

		return next(req)
	}
}

func closes(next roundTrip) roundTrip {
	return func(req *request) (*response, error) {
		_ = req.Body.Close()

		return next(req)
	}
}

func firstThen(first, then roundTrip) roundTrip {
	asked := false

	return func(req *request) (*response, error) {
		if asked {
			return then(req)
		}
		asked = true

		return first(req)
	}
}

func TestARepeatIsMarkedAndNeverRepeated(t *testing.T) {
	t.Parallel()
	bubble(t, twoInTurn, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(says(503))
		s[1].set(says(503))
		req := newRequest(t, "GET", "/", "")
		code(t, p, req)
		if n := s[0].count() + s[1].count(); n != 2 {
			t.Fatalf("sent %d times, want 2", n)
		}
		if v := s[0].last().Header.Get("X-Retry-Attempt") + s[1].last().Header.Get("X-Retry-Attempt"); v != "1" {
			t.Errorf("attempts marked %q, want 1 on the second only", v)
		}
		if req.Header.Get("X-Retry-Attempt") != "" {
			t.Error("the caller's request was changed")
		}
		for field, value := range map[string]string{"X-Retry-Attempt": "1", "X-Envoy-Attempt-Count": "2"} {
			before := s[0].count() + s[1].count()
			req.Header = map[string][]string{field: {value}}
			code(t, p, req)
			if n := s[0].count() + s[1].count() - before; n != 1 {
				t.Errorf("a request with %s: %s was sent %d times, want 1", field, value, n)
			}
		}
		before := s[0].count() + s[1].count()
		req.Header = map[string][]string{"X-Envoy-Attempt-Count": {"1"}}
		code(t, p, req)
		if n := s[0].count() + s[1].count() - before; n != 2 {
			t.Errorf("a first attempt of Envoy was sent %d times, want 2", n)
		}
	})
}

func TestEveryRepeatGoesToAServerNotYetTried(t *testing.T) {
	t.Parallel()
	o := twoInTurn
	o.Retry.Attempts = 3
	bubble(t, o, 4, func(t *testing.T, p *upstream.Pool, s []*fake) {
		for _, f := range s {
			f.set(fails("http_response_timeout", 504))
		}
		code(t, p, newRequest(t, "GET", "/", ""))
		for i, n := range counts(s) {
			if n != 1 {
				t.Errorf("server %d was asked %d times, want once each", i, n)
			}
		}
	})
}

func TestThePauseIsRandomUnderALimitThatDoubles(t *testing.T) {
	t.Parallel()
	o := twoInTurn
	o.Retry.Attempts = 5
	o.Retry.Backoff = upstream.BackoffOptions{First: 400 * time.Millisecond}
	bubble(t, o, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(says(503))
		start := time.Now()
		code(t, p, newRequest(t, "GET", "/", ""))
		// Half of 400 ms, 800 ms and then of the limit, 1 s.
		if got, want := time.Since(start), (200+400+3*500)*time.Millisecond; got != want {
			t.Errorf("five pauses took %v, want %v", got, want)
		}
	})
}

func TestARetryAfterIsWaitedForInsideTheDeadline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		after    string
		deadline time.Duration
		waits    time.Duration
		sent     int
	}{
		{"1", 0, time.Second, 2},
		{"1", 3 * time.Second, time.Second, 2},
		{"1", time.Second, 0, 1},
		{"2", 0, 0, 1},
		{"0", 0, 12500 * time.Microsecond, 2},
	} {
		bubble(t, twoInTurn, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
			s[0].set(says(503, "Retry-After", c.after))
			req := newRequest(t, "GET", "/", "")
			if c.deadline > 0 {
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				defer cancel()
				req = req.WithContext(ctx)
			}
			start := time.Now()
			got := code(t, p, req)
			if waited := time.Since(start); got != 503 || waited != c.waits || s[0].count() != c.sent {
				t.Errorf("Retry-After %s within %v: status %d after %v, sent %d times, want 503, %v, %d",
					c.after, c.deadline, got, waited, s[0].count(), c.waits, c.sent)
			}
		})
	}
}

func TestAClientThatLeavesDuringAPauseEndsIt(t *testing.T) {
	t.Parallel()
	bubble(t, twoInTurn, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(says(503, "Retry-After", "1"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		closed := 0
		req := newRequest(t, "GET", "/", "text").WithContext(ctx)
		req.Body = closing{req.Body, func() { closed++ }}
		res, err := p.RoundTrip(req)
		want{}.check(t, res, err)
		if s[0].count() != 1 || closed != 1 {
			t.Errorf("sent %d times, body closed %d times, want 1 and 1", s[0].count(), closed)
		}
	})
}

func TestAMisdirectedRequestGetsAFreshConnectionOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pooled, fresh := newFake(says(421)), newFake(says(421))
		o := twoInTurn
		o.Retry.Attempts = 5
		p := upstream.NewPoolOver(o, func(int) upstream.Client { return fresh }, pooled)
		defer closePool(t, p)
		if got := code(t, p, newRequest(t, "POST", "/", "text")); got != 421 {
			t.Errorf("status %d, want 421", got)
		}
		if pooled.count() != 1 || fresh.count() != 1 {
			t.Errorf("asked %d times over pooled and %d over fresh connections, want once each", pooled.count(), fresh.count())
		}
	})
}

func TestTooEarlyIsTheClientsWhenTheEarlyDataWas(t *testing.T) {
	t.Parallel()
	bubble(t, twoInTurn, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(says(425))
		req := newRequest(t, "GET", "/", "")
		req.Header.Set("Early-Data", "1")
		if got := code(t, p, req); got != 425 || s[0].count() != 1 {
			t.Errorf("status %d, sent %d times, want 425 at once", got, s[0].count())
		}
	})
}

func TestAConflictIsRepeatedOnlyWhenItPasses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method string
		passes bool
		sent   int
	}{{"GET", true, 2}, {"HEAD", true, 2}, {"GET", false, 1}, {"OPTIONS", true, 1}, {"POST", true, 1}} {
		o := twoInTurn
		o.Retry.After = []string{"409"}
		o.Retry.Transient = func(*response) bool { return c.passes }
		bubble(t, o, 1, func(t *testing.T, p *upstream.Pool, s []*fake) {
			s[0].set(says(409))
			code(t, p, newRequest(t, c.method, "/", ""))
			if n := s[0].count(); n != c.sent {
				t.Errorf("%s, passes %v: sent %d times, want %d", c.method, c.passes, n, c.sent)
			}
		})
	}
}

func TestRetriesCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	o := twoInTurn
	o.Retry = noRetry
	bubble(t, o, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		for _, f := range s {
			f.set(refuses)
		}
		ask(t, p, 10)
		if n := s[0].count() + s[1].count(); n != 10 {
			t.Errorf("10 requests were sent %d times", n)
		}
	})
}

func TestOnlyListedCausesAreRepeated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		after []string
		next  roundTrip
		sent  int
	}{
		{[]string{}, refuses, 1},
		{[]string{"503"}, refuses, 1},
		{[]string{"503"}, says(503), 2},
		{[]string{"503"}, says(502), 1},
		{[]string{"5xx"}, says(500), 2},
		{[]string{"connect-error"}, refuses, 2},
		{[]string{"connect-error"}, fails("connection_terminated", 502), 1},
		{[]string{"reset-before-answer"}, fails("connection_terminated", 502), 2},
	} {
		o := twoInTurn
		o.Retry.After = c.after
		bubble(t, o, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
			s[0].set(c.next)
			s[1].set(c.next)
			code(t, p, newRequest(t, "GET", "/", ""))
			if n := s[0].count() + s[1].count(); n != c.sent {
				t.Errorf("after %q: sent %d times, want %d", c.after, n, c.sent)
			}
		})
	}
}
