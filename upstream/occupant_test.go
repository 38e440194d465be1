package upstream_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// slow is the client of an exchange that has been waiting for it since then; the
// zero time: it is not waiting.
type slow struct {
	since time.Time
	ends  io.Closer // what is closed when it gives up
	asked atomic.Int32
}

func (s *slow) Waits() time.Duration {
	if s.since.IsZero() {
		return 0
	}

	return time.Since(s.since)
}

func (s *slow) GiveUp() {
	s.asked.Add(1)
	_ = s.ends.Close()
}

// fullHouse returns a dial whose places are all taken by the clients.
func fullHouse(t *testing.T, clients ...*slow) upstream.DialFunc {
	t.Helper()
	dial := upstream.Limiting(len(clients), func(context.Context, string, string) (net.Conn, error) {
		a, b := net.Pipe()

		return a, b.Close()
	})
	for _, c := range clients {
		ctx := upstream.OccupiedBy(t.Context(), c)
		conn, err := dial(ctx, "tcp", "a:1")
		if err != nil {
			t.Fatal(err)
		}
		upstream.Occupy(ctx, conn)
		if c.ends == nil {
			c.ends = conn
		}
	}

	return dial
}

func TestTheSlowestClientGivesItsConnectionUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		busy, slower, slowest := &slow{}, &slow{since: now.Add(-time.Second)}, &slow{since: now.Add(-2 * time.Second)}
		dial := fullHouse(t, slower, busy, slowest)
		for _, who := range []*slow{slowest, slower} {
			if _, err := dial(t.Context(), "tcp", "a:1"); err != nil || who.asked.Load() != 1 {
				t.Errorf("%v, after the slowest was asked %d times", err, who.asked.Load())
			}
		}
		if took := time.Since(now); took != 0 {
			t.Errorf("others waited for %v", took)
		}
		if _, err := dial(t.Context(), "tcp", "a:1"); err == nil || busy.asked.Load() > 0 {
			t.Error("an exchange that does not wait for its client had to end")
		}
	})
}

func TestAClientHasAMomentBeforeItGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial := fullHouse(t, &slow{since: time.Now().Add(-50 * time.Millisecond)})
		start := time.Now()
		if _, err := dial(t.Context(), "tcp", "a:1"); err != nil || time.Since(start) != 200*time.Millisecond {
			t.Errorf("%v after %v, want a connection after 200ms", err, time.Since(start))
		}
	})
}

// A client that is asked and lingers keeps its place for a while; it is not
// asked again, nor counted twice.
func TestNobodyIsAskedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stubborn := &slow{since: time.Now().Add(-time.Hour), ends: io.NopCloser(nil)}
		dial := fullHouse(t, stubborn)
		for range 3 {
			if _, err := dial(t.Context(), "tcp", "a:1"); err == nil {
				t.Error("a second connection was opened")
			}
		}
		if n := stubborn.asked.Load(); n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}

// The client of the exchange that has a connection now is the one that counts,
// not that of the one before.
func TestAConnectionBelongsToItsLastExchange(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
	pool, err := upstream.NewPool(upstream.PoolOptions{Servers: []string{s.URL()}, Server: upstream.Options{MaxConnections: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	ask := func(c *slow) (*http.Response, error) {
		req := newRequest(t, http.MethodGet, "/", "")

		return pool.RoundTrip(req.WithContext(upstream.OccupiedBy(req.Context(), c)))
	}
	first, second := &slow{}, &slow{since: time.Now().Add(-time.Hour)}
	res, err := ask(first)
	if err != nil {
		t.Fatal(err)
	}
	_ = readAll(t, res)
	_ = res.Body.Close()
	first.since = time.Now().Add(-24 * time.Hour)

	res, err = ask(second)
	if err != nil {
		t.Fatal(err)
	}
	second.ends = res.Body
	third, err := ask(&slow{})
	if err != nil {
		t.Fatalf("nobody made room: %v", err)
	}
	_ = readAll(t, third)
	_ = third.Body.Close()
	if first.asked.Load() != 0 || second.asked.Load() != 1 {
		t.Errorf("asked %d and %d times", first.asked.Load(), second.asked.Load())
	}
	if st := pool.State()[0]; st.Yielded != 1 || st.Limited != 0 {
		t.Errorf("state %+v", st)
	}
}
