package handlers_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/internal/rawserver"
)

// piece is a part of a body that comes after a wait.
type piece struct {
	after time.Duration
	bytes int
}

// slowBody gives one piece after the other.
type slowBody struct{ pieces []piece }

func (b *slowBody) Read(p []byte) (int, error) {
	if len(b.pieces) == 0 {
		return 0, io.EOF
	}
	next := &b.pieces[0]
	if next.after > 0 {
		<-time.After(next.after) // of the bubble's clock
		next.after = 0
	}
	n := min(len(p), next.bytes)
	if next.bytes -= n; next.bytes == 0 {
		b.pieces = b.pieces[1:]
	}
	return n, nil
}

func (*slowBody) Close() error { return nil }

// flushes notes what had been written whenever the answer was flushed.
type flushes struct {
	*httptest.ResponseRecorder
	began time.Time
	all   []string
}

func (f *flushes) Flush() {
	f.all = append(f.all, fmt.Sprintf("%v: %d", time.Since(f.began), f.Body.Len()))
}

// Of an answer whose length is known, what has come leaves after 10 ms without
// more; one that comes at once is never flushed.
func TestWhatHasComeLeavesWhenTheServerPauses(t *testing.T) {
	const ms = time.Millisecond
	for name, c := range map[string]struct {
		code   int
		kind   string
		pieces []piece
		want   []string
	}{
		"at once":                    {200, "text/html", []piece{{0, 16 << 10}}, nil},
		"in small steps at once":     {200, "text/html", slices.Repeat([]piece{{0, 100}}, 200), nil},
		"a byte and a stall":         {200, "text/html", []piece{{0, 1}, {time.Minute, 2000}}, []string{"10ms: 1"}},
		"a byte, later and a stall":  {200, "text/html", []piece{{4 * ms, 1}, {time.Minute, 2000}}, []string{"10ms: 1"}},
		"a header and a stall":       {200, "text/html", []piece{{time.Minute, 2000}}, []string{"10ms: 0"}},
		"two halves":                 {200, "image/png", []piece{{0, 8 << 10}, {time.Second, 8 << 10}}, []string{"10ms: 8192"}},
		"two halves, a short pause":  {200, "text/html", []piece{{0, 8 << 10}, {5 * ms, 8 << 10}}, nil},
		"a small one is whole":       {200, "text/html", []piece{{0, 1}, {time.Second, 1000}}, nil},
		"a byte each second":         {200, "text/html", append([]piece{{0, 2000}}, slices.Repeat([]piece{{time.Second, 1}}, 3)...), []string{"10ms: 2000", "1.01s: 2001", "2.01s: 2002"}},
		"a byte each 4 ms":           {200, "text/html", append([]piece{{0, 2000}}, slices.Repeat([]piece{{4 * ms, 1}}, 6)...), []string{"10ms: 2002", "22ms: 2005"}},
		"an error that passes":       {404, "text/html", []piece{{0, 5000}, {time.Second, 1000}}, []string{"10ms: 5000"}},
		"a binary error that passes": {500, "image/png", []piece{{0, 1}, {time.Minute, 1999}}, []string{"10ms: 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				size := 0
				for _, p := range c.pieces {
					size += p.bytes
				}
				got := passThrough(t, &http.Response{
					StatusCode: c.code, Header: http.Header{"Content-Type": {c.kind}},
					ContentLength: int64(size), Body: &slowBody{c.pieces},
				})
				if !slices.Equal(got.all, c.want) || got.Body.Len() != size {
					t.Errorf("flushed at %q, want %q; %d bytes of %d", got.all, c.want, got.Body.Len(), size)
				}
			})
		})
	}
}

// A server that asks for no buffering is taken at its word.
func TestAnUnbufferedAnswerWaitsForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := passThrough(t, &http.Response{
			StatusCode: 200, Header: http.Header{"X-Accel-Buffering": {"no"}}, ContentLength: 3,
			Body: &slowBody{[]piece{{time.Second, 1}, {time.Second, 2}}},
		})
		if want := []string{"0s: 0", "1s: 1"}; !slices.Equal(got.all, want) {
			t.Errorf("flushed at %q, want %q", got.all, want)
		}
	})
}

func passThrough(t *testing.T, res *http.Response) *flushes {
	t.Helper()
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: clientFunc(
		func(r *http.Request) (*http.Response, error) {
			res.Proto, res.ProtoMajor, res.ProtoMinor, res.Request = "HTTP/1.1", 1, 1, r
			return res, nil
		})}}})
	if err != nil {
		t.Fatal(err)
	}
	out := &flushes{ResponseRecorder: httptest.NewRecorder(), began: time.Now()}
	edge.ServeHTTP(out, httptest.NewRequest(http.MethodGet, "/", nil))
	return out
}

// On the wire: each part is there before the server sends the next.
func TestASlowAnswerOfKnownLengthArrivesInItsParts(t *testing.T) {
	for name, parts := range map[string][]int{
		"a byte, then the rest": {1, 4999},
		"two halves of 16 KB":   {8 << 10, 8 << 10},
		"a byte at a time":      {2000, 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			size := 0
			for _, n := range parts {
				size += n
			}
			seen := make(chan struct{})
			server := rawserver.Start(t, func(c *rawserver.Conn) {
				c.ReadRequest()
				c.Write(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n", size))
				for _, n := range parts {
					c.Write(strings.Repeat("a", n))
					<-seen
				}
			})
			conn := dialRaw(t, startEdge(t, server.URL()))
			defer close(seen)
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatalf("the header does not come: %v", err)
			}
			for i, n := range parts {
				if _, err := io.ReadFull(res.Body, make([]byte, n)); err != nil {
					t.Fatalf("part %d does not come: %v", i+1, err)
				}
				seen <- struct{}{}
			}
		})
	}
}
