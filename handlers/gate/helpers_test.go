package gate_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

// clock is a hand that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// visit makes a visit from 192.0.2.1; fields are "Name: value".
func visit(method, path string, fields ...string) *gate.Visit {
	return visitFrom("192.0.2.1", method, path, fields...)
}

func visitFrom(client, method, path string, fields ...string) *gate.Visit {
	r := httptest.NewRequest(method, "http://shop.example"+path, nil)
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Add(name, value)
	}
	addr, err := netip.ParseAddr(client)
	if err != nil {
		addr = netip.Addr{}
	}
	return gate.NewVisit(r, addr, r.URL.Path)
}

// under is a matcher for a path prefix.
func under(prefix string) func(string) bool {
	return func(path string) bool { return strings.HasPrefix(path, prefix) }
}

// tally counts decisions.
type tally struct {
	mu sync.Mutex
	of map[string]int
}

func (c *tally) count(name string, d gate.Decision) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[name+" "+string(d)]++
}

func (c *tally) want(t *testing.T, what string, n int) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if got := c.of[what]; got != n {
		t.Errorf("counted %q %d times, want %d (all: %v)", what, got, n, c.of)
	}
}

func must[T any](t testing.TB) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func applied(v *gate.Visit) http.Header {
	h := http.Header{}
	v.Apply(h)
	return h
}
