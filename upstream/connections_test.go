package upstream_test

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestMoreConnectionsThanAllowedAreALimit(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
	client := newClient(t, upstream.Options{URL: s.URL(), MaxConnections: 2})
	var open []io.Closer
	for range 2 { // bodies that nobody has read hold their connections
		res, err := get(t, client)
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, res.Body)
	}
	res, err := get(t, client)
	want{"connection_limit_reached", "overload", 503, ""}.check(t, res, err)
	if f, _ := errors.AsType[*upstream.Failure](err); f.RetryAfter != time.Second || !f.Unsent {
		t.Errorf("Retry-After %v, unsent %v, want 1s and unsent", f.RetryAfter, f.Unsent)
	}

	for _, body := range open {
		_ = body.Close()
	}
	for range 5 {
		res, err := get(t, client)
		if err != nil {
			t.Fatalf("after the connections were freed: %v", err)
		}
		_ = readAll(t, res)
		_ = res.Body.Close()
	}
}

// The requests of many clients share as many connections as are allowed.
func TestIdleConnectionsAreUsedBeforeTheLimitCounts(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
	client := newClient(t, upstream.Options{URL: s.URL(), MaxConnections: 4})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 200 {
				res, err := get(t, client)
				if err != nil {
					t.Error(err)

					return
				}
				upstream.Discard(res)
			}
		})
	}
	all.Wait()
	if n := s.Connections(); n > 4 {
		t.Errorf("%d connections, want at most 4", n)
	}
}

func TestAFailedDialGivesItsPlaceBack(t *testing.T) {
	t.Parallel()
	failed := errors.New("no")
	dial := upstream.Limiting(1, func(context.Context, string, string) (net.Conn, error) { return nil, failed })
	for range 3 {
		if _, err := dial(t.Context(), "tcp", "a:1"); !errors.Is(err, failed) {
			t.Fatalf("got %v, want the dial's own error", err)
		}
	}
}

func TestAPlaceIsWaitedForOnlyWhileOthersDial(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		dial := upstream.Limiting(1, func(context.Context, string, string) (net.Conn, error) {
			<-release
			a, b := net.Pipe()
			_ = b.Close()

			return a, nil
		})
		opened := make(chan net.Conn)
		go func() {
			conn, _ := dial(t.Context(), "tcp", "a:1")
			opened <- conn
		}()
		synctest.Wait()

		start := time.Now()
		if _, err := dial(t.Context(), "tcp", "a:1"); err == nil || time.Since(start) != 50*time.Millisecond {
			t.Errorf("got %v after %v, want a failure after 50ms", err, time.Since(start))
		}
		close(release)
		conn := <-opened
		start = time.Now()
		if _, err := dial(t.Context(), "tcp", "a:1"); err == nil || time.Since(start) != 0 {
			t.Errorf("got %v after %v, want a failure at once", err, time.Since(start))
		}
		_ = conn.Close()
		_ = conn.Close() // the place is given back once
		for range 2 {
			conn, err := dial(t.Context(), "tcp", "a:1")
			if err != nil {
				t.Fatalf("after the close: %v", err)
			}
			_ = conn.Close()
		}
	})
}
