package upstream_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

type (
	request   = http.Request
	response  = http.Response
	roundTrip = func(*request) (*response, error)
)

// answers is a server made of one function.
type answers roundTrip

func (a answers) RoundTrip(req *http.Request) (*http.Response, error) { return a(req) }

// fake is a server that says what it is told, and counts.
type fake struct {
	mu    sync.Mutex
	next  roundTrip
	asked []*http.Request
}

func newFake(next roundTrip) *fake { return &fake{next: next} }

func (f *fake) RoundTrip(req *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.asked = append(f.asked, req)
	next := f.next
	f.mu.Unlock()

	return next(req)
}

func (f *fake) set(next roundTrip) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = next
}

func (f *fake) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()

	return len(f.asked)
}

func (f *fake) last() *http.Request {
	f.mu.Lock()
	defer f.mu.Unlock()

	return f.asked[len(f.asked)-1]
}

// says answers with a status and fields given as name and value in turn.
func says(code int, fields ...string) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(fields); i += 2 {
			h.Set(fields[i], fields[i+1])
		}
		body := io.NopCloser(strings.NewReader("x"))

		return &http.Response{StatusCode: code, Header: h, Body: body, ContentLength: 1}, nil
	}
}

// fails gives a failure of a type with a status.
func fails(kind string, code status.Code) roundTrip {
	word := "reset"
	if code.Is(status.GatewayTimeout) {
		word = "timeout"
	}

	return func(*http.Request) (*http.Response, error) {
		return nil, &upstream.Failure{Type: kind, Word: word, Status: code, Err: errors.New(kind)}
	}
}

// refuses fails before anything is sent.
func refuses(*http.Request) (*http.Response, error) {
	return nil, &upstream.Failure{
		Type: "connection_refused", Word: "refused", Status: 502, Err: errors.New("refused"), Unsent: true,
	}
}

// code asks a client and returns the status, that of the failure if there is
// no answer.
func code(t *testing.T, c upstream.Client, req *http.Request) status.Code {
	t.Helper()
	res, err := c.RoundTrip(req)
	if err != nil {
		f, ok := errors.AsType[*upstream.Failure](err)
		if !ok {
			t.Fatalf("error is a %T (%v), want a *Failure", err, err)
		}

		return f.Status
	}
	_ = res.Body.Close()

	return status.Code(res.StatusCode)
}

func closePool(t *testing.T, p *upstream.Pool) {
	t.Helper()
	if err := p.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// bubble runs a test with a clock of its own over a pool of fakes.
func bubble(t *testing.T, o upstream.PoolOptions, n int, test func(t *testing.T, p *upstream.Pool, s []*fake)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var fakes []*fake
		var clients []upstream.Client
		for range n {
			f := newFake(says(200))
			fakes, clients = append(fakes, f), append(clients, f)
		}
		p := upstream.NewPoolOver(o, nil, clients...)
		defer closePool(t, p)
		test(t, p, fakes)
	})
}

func counts(s []*fake) []int {
	var n []int
	for _, f := range s {
		n = append(n, f.count())
	}

	return n
}

var (
	noRetry   = upstream.RetryOptions{Attempts: -1}
	noCircuit = upstream.CircuitOptions{Failures: -1}
)

func TestEachWayToBalanceSpreadsRequests(t *testing.T) {
	t.Parallel()
	for _, b := range []upstream.Balance{upstream.LeastPending, upstream.RoundRobin} {
		bubble(t, upstream.PoolOptions{Balance: b}, 3, func(t *testing.T, p *upstream.Pool, s []*fake) {
			for range 30 {
				code(t, p, newRequest(t, "GET", "/", ""))
			}
			for i, n := range counts(s) {
				if n != 10 {
					t.Errorf("%s: server %d was asked %d times of 30, want 10", b, i, n)
				}
			}
		})
	}
}

func TestABusyServerIsAskedLess(t *testing.T) {
	t.Parallel()
	bubble(t, upstream.PoolOptions{}, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		var open []*http.Response
		for range 10 { // bodies that nobody has read yet
			res, err := p.RoundTrip(newRequest(t, "GET", "/", ""))
			if err != nil {
				t.Fatal(err)
			}
			open = append(open, res)
		}
		if n := counts(s); n[0] != 5 || n[1] != 5 {
			t.Fatalf("10 open answers are spread %v, want 5 and 5", n)
		}
		if st := p.State(); st[0].Pending != 5 || st[1].Pending != 5 {
			t.Errorf("pending %+v, want 5 each", st)
		}
		// Equals take turns, so that every second answer is of one server.
		for i, res := range open {
			if i%2 == 0 {
				_ = res.Body.Close()
				_ = res.Body.Close() // twice is once
			}
		}
		before := counts(s)
		for range 4 {
			res, err := p.RoundTrip(newRequest(t, "GET", "/", ""))
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
		}
		a, b := counts(s)[0]-before[0], counts(s)[1]-before[1]
		if max(a, b) != 4 {
			t.Errorf("4 requests went %d and %d, want all to the idle server", a, b)
		}
		for i, res := range open {
			if i%2 == 1 {
				_, _ = io.ReadAll(res.Body)
			}
		}
	})
}

func TestAPathStaysWithItsServer(t *testing.T) {
	t.Parallel()
	bubble(t, upstream.PoolOptions{Balance: upstream.HashPath, Retry: noRetry}, 4, func(t *testing.T, p *upstream.Pool, s []*fake) {
		home := map[string]int{}
		place := func(path string) int {
			before := counts(s)
			code(t, p, newRequest(t, "GET", path+"?q=1", ""))
			for i, n := range counts(s) {
				if n != before[i] {
					return i
				}
			}

			return -1
		}
		paths := make([]string, 0, 400)
		for i := range 400 {
			paths = append(paths, "/articles/"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+"/"+time.Duration(i).String())
		}
		for _, path := range paths {
			home[path] = place(path)
		}
		for i, n := range counts(s) {
			if n < 60 || n > 140 {
				t.Errorf("server %d has %d paths of 400, want about 100", i, n)
			}
		}
		for _, path := range paths {
			if got := place(path); got != home[path] {
				t.Fatalf("%s moved from server %d to %d", path, home[path], got)
			}
		}
		s[2].set(fails("connection_refused", 502))
		for _, path := range paths { // the fifth failure shuts it off
			place(path)
		}
		for _, path := range paths {
			got := place(path)
			if home[path] != 2 && got != home[path] || home[path] == 2 && got == 2 {
				t.Fatalf("%s of server %d went to %d while 2 is down", path, home[path], got)
			}
		}
	})
}

func TestATunnelIsPendingUntilItIsClosed(t *testing.T) {
	t.Parallel()
	tunnel := struct {
		io.Reader
		io.Writer
		io.Closer
	}{strings.NewReader(""), io.Discard, nopCloser{}}
	p := upstream.NewPoolOver(upstream.PoolOptions{}, nil, answers(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 101, Body: tunnel}, nil
	}))
	defer closePool(t, p)
	res, err := p.RoundTrip(newRequest(t, "GET", "/", ""))
	if err != nil {
		t.Fatal(err)
	}
	rw, ok := res.Body.(io.ReadWriteCloser)
	if !ok {
		t.Fatalf("the body of a tunnel is a %T and cannot be written to", res.Body)
	}
	_, _ = rw.Read(make([]byte, 1)) // its end: the other direction goes on
	if n := p.State()[0].Pending; n != 1 {
		t.Errorf("pending %d after one direction ended, want 1", n)
	}
	_ = rw.Close()
	if n := p.State()[0].Pending; n != 0 {
		t.Errorf("pending %d after the end, want 0", n)
	}
}

// Not parallel: other tests allocate too.
func TestAPoolOfOneAllocatesNothing(t *testing.T) {
	next := answers(func(*request) (*response, error) { return &response{StatusCode: 204, Body: http.NoBody}, nil })
	p := upstream.NewPoolOver(upstream.PoolOptions{}, nil, next)
	defer closePool(t, p)
	req := newRequest(t, "GET", "/", "")
	allocations := func(c upstream.Client) float64 {
		return testing.AllocsPerRun(1000, func() {
			if _, err := c.RoundTrip(req); err != nil {
				t.Fatal(err)
			}
		})
	}
	if alone, pooled := allocations(next), allocations(p); pooled > alone {
		t.Errorf("%v allocations in a pool, %v without", pooled, alone)
	}
}
