package upstream_test

import (
	"io"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// closing tells when a body is closed.
type closing struct {
	io.Reader
	closed func()
}

func (c closing) Close() error {
	c.closed()

	return nil
}

func TestABodyArrivesWholeAtTheServerThatReadsIt(t *testing.T) {
	t.Parallel()
	bubble(t, twoInTurn, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
		var got string
		closed := 0
		for _, f := range s {
			f.set(func(req *request) (*response, error) {
				if got == "" && req.Header.Get("X-Retry-Attempt") == "" {
					_ = req.Body.Close()

					return refuses(req)
				}
				text, _ := io.ReadAll(req.Body)
				_ = req.Body.Close()
				got = string(text)

				return says(200)(req)
			})
		}
		req := newRequest(t, "POST", "/", "all of it")
		req.Body = closing{req.Body, func() { closed++ }}
		if c := code(t, p, req); c != 200 || got != "all of it" {
			t.Errorf("status %d, body %q", c, got)
		}
		if closed != 1 {
			t.Errorf("the body was closed %d times, want once", closed)
		}
	})
}

func TestABodyThatNobodyReadsIsClosedOnce(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]roundTrip{
		"refused everywhere":    closes(refuses),
		"refused by one answer": closes(says(503)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, twoInTurn, 2, func(t *testing.T, p *upstream.Pool, s []*fake) {
				s[0].set(next)
				s[1].set(next)
				closed := 0
				req := newRequest(t, "POST", "/", "text")
				req.Body = closing{req.Body, func() { closed++ }}
				code(t, p, req)
				if closed != 1 {
					t.Errorf("the body was closed %d times, want once", closed)
				}
			})
		})
	}
}

// An answer that comes before the upload has ended goes to the client at once,
// and an upload that was begun is never sent again.
func TestAnEarlyAnswerDoesNotWaitForTheUpload(t *testing.T) {
	t.Parallel()
	for _, early := range []string{"413 Content Too Large", "401 Unauthorized", "409 Conflict", "503 Service Unavailable"} {
		script := func(c *rawserver.Conn) {
			c.ReadHead()
			c.Read(1)
			c.Write("HTTP/1.1 " + early + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			c.AwaitClose()
		}
		a, b := rawserver.Start(t, script), rawserver.Start(t, script)
		p := openPool(t, upstream.PoolOptions{Retry: upstream.RetryOptions{Methods: []string{"PUT"}}}, a.URL(), b.URL())
		upload, client := io.Pipe() // a client that stalls after its first byte
		go func() { _, _ = client.Write([]byte("x")) }()
		req := newRequest(t, "PUT", "/", "")
		req.Body, req.ContentLength = upload, 30<<20
		res, err := p.RoundTrip(req)
		if err != nil {
			t.Fatalf("%s: %v", early, err)
		}
		if !strings.HasPrefix(early, res.Status[:3]) || a.Connections()+b.Connections() != 1 {
			t.Errorf("%s: got %s over %d connections, want it over 1", early, res.Status, a.Connections()+b.Connections())
		}
		_ = res.Body.Close()
		_ = client.CloseWithError(io.ErrClosedPipe)
	}
}
