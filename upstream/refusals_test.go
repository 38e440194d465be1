package upstream_test

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestARefusalStandsForAHundredMilliseconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dials := 0
		dial := upstream.RememberingRefusals(func(context.Context, string, string) (net.Conn, error) {
			dials++

			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		})
		for elapsed, want := range []int{1, 1, 1, 1, 2, 2, 2, 2, 3} {
			if _, err := dial(t.Context(), "tcp", "a:1"); !errors.Is(err, syscall.ECONNREFUSED) {
				t.Fatalf("got %v, want the refusal", err)
			}
			if dials != want {
				t.Errorf("%d dials after %d times 25ms, want %d", dials, elapsed, want)
			}
			time.Sleep(25 * time.Millisecond)
		}
	})
}

// Only a refusal is cheap to believe: the next dial after anything else may
// well succeed.
func TestOtherFailuresAreNotRemembered(t *testing.T) {
	t.Parallel()
	for _, failure := range []error{syscall.ECONNRESET, syscall.EHOSTUNREACH, context.DeadlineExceeded} {
		dials := 0
		dial := upstream.RememberingRefusals(func(context.Context, string, string) (net.Conn, error) {
			dials++

			return nil, failure
		})
		for range 3 {
			_, _ = dial(t.Context(), "tcp", "a:1")
		}
		if dials != 3 {
			t.Errorf("%v: %d dials of 3", failure, dials)
		}
	}
}

func TestAStormAtADeadServerHardlyDials(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	client := newClient(t, upstream.Options{URL: "http://" + listener.Addr().String()})

	var dials atomic.Int64
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		ConnectStart: func(string, string) { dials.Add(1) },
	})
	start := time.Now()
	for range 500 {
		res, err := client.RoundTrip(newRequest(t, "POST", "/", "text").WithContext(ctx))
		wantRefused.check(t, res, err)
		if f, _ := errors.AsType[*upstream.Failure](err); !f.Unsent {
			t.Fatal("a refused request counts as sent")
		}
	}
	if most := int64(time.Since(start)/(100*time.Millisecond)) + 1; dials.Load() > most {
		t.Errorf("500 requests dialled %d times, want at most %d", dials.Load(), most)
	}
}
