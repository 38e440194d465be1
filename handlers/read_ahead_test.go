package handlers_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
)

func dialRaw(t *testing.T, edge string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(edge, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Law: whatever was filled, and how often, reading gives all bytes in order
// and the same end.
func TestReadingAheadLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	broken := errors.New("broken")
	for range 300 {
		want := make([]byte, r.IntN(20<<10))
		for i := range want {
			want[i] = byte(r.Uint32())
		}
		var body io.Reader = bytes.NewReader(want)
		end := error(nil)
		if r.IntN(2) == 0 {
			body, end = io.MultiReader(body, iotest.ErrReader(broken)), broken
		}
		if r.IntN(2) == 0 {
			body = iotest.HalfReader(body)
		}
		ahead := handlers.NewReadAhead(io.NopCloser(body))
		for range r.IntN(4) {
			limit := r.IntN(8 << 10)
			err := handlers.Fill(ahead, t.Context(), limit)
			if held := handlers.Held(ahead); err == nil && len(held) < limit || !bytes.HasPrefix(want, held) {
				t.Fatalf("%d bytes held of %d, limit %d, %v", len(held), len(want), limit, err)
			}
		}
		got, err := io.ReadAll(ahead)
		if !bytes.Equal(got, want) || !errors.Is(err, end) {
			t.Fatalf("%d bytes, %v, want %d, %v", len(got), err, len(want), end)
		}
		_ = ahead.Close()
	}
}

func TestAFillThatTakesTooLongLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := io.Pipe()
		ahead := handlers.NewReadAhead(in)
		go func() {
			_, _ = io.WriteString(out, "one ")
			<-time.After(time.Hour) // of the bubble's clock
			_, _ = io.WriteString(out, "two")
			_ = out.Close()
		}()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := handlers.Fill(ahead, ctx, 100); err == nil || string(handlers.Held(ahead)) != "one " {
			t.Errorf("held %q, %v", handlers.Held(ahead), err)
		}
		if got, err := io.ReadAll(ahead); string(got) != "one two" || err != nil {
			t.Errorf("read %q, %v", got, err)
		}
	})
}

func TestClosingEndsTheReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, _ := io.Pipe()
		ahead := handlers.NewReadAhead(in)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_ = handlers.Fill(ahead, ctx, 100)
		_ = ahead.Close() // the bubble would find a goroutine that stays
	})
}
