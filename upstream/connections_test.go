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

// As many clients as places are all served, also while connections come and go.
func TestAsManyClientsAsPlacesAreServed(t *testing.T) {
	t.Parallel()
	// A body of unknown length is closed with its connection.
	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
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

func TestAPlaceIsWaitedForAMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dial := upstream.Limiting(1, func(context.Context, string, string) (net.Conn, error) {
			a, b := net.Pipe()
			_ = b.Close()

			return a, nil
		})
		open := func() net.Conn {
			conn, err := dial(t.Context(), "tcp", "a:1")
			if err != nil {
				t.Fatal(err)
			}

			return conn
		}
		first := open()
		start := time.Now()
		if _, err := dial(t.Context(), "tcp", "a:1"); err == nil || time.Since(start) != 50*time.Millisecond {
			t.Errorf("got %v after %v, want a failure after 50ms", err, time.Since(start))
		}

		time.AfterFunc(20*time.Millisecond, func() { _ = first.Close() })
		second := open()
		_ = first.Close() // closed twice, the place is given back once
		if _, err := dial(t.Context(), "tcp", "a:1"); err == nil {
			t.Error("a second connection was opened")
		}
		_ = second.Close()
		_ = open().Close()
	})
}
