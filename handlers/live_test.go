package handlers_test

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
)

// counted is a client that says whose it is and notes its end.
type counted struct {
	name   string
	inside chan struct{} // told when a request has come
	leave  chan struct{} // a request waits for it
	closed atomic.Bool
	late   *atomic.Int64 // requests of closed clients
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.inside != nil {
		c.inside <- struct{}{}
		<-c.leave
	}
	if c.closed.Load() {
		c.late.Add(1)
	}
	return &http.Response{
		StatusCode: 200, Header: http.Header{"X-Edge": {c.name}}, Body: http.NoBody, Request: r,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

func (c *counted) Close() error {
	c.closed.Store(true)
	return nil
}

func edgeOf(t *testing.T, c *counted) *handlers.Edge {
	t.Helper()
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: c}}})
	if err != nil {
		t.Fatal(err)
	}
	return edge
}

func TestARequestKeepsTheEdgeThatItStartedWith(t *testing.T) {
	var late atomic.Int64
	old := &counted{name: "old", inside: make(chan struct{}), leave: make(chan struct{}), late: &late}
	live := handlers.NewLive(edgeOf(t, old))
	at := serve(t, live)

	answer := make(chan string)
	go func() {
		res, err := plain.Get(at + "/")
		if err != nil {
			answer <- err.Error()
			return
		}
		_ = res.Body.Close()
		answer <- res.Header.Get("X-Edge")
	}()
	<-old.inside
	live.Swap(edgeOf(t, &counted{name: "new", late: &late}))
	if got := ask(t, "GET", at+"/").Header.Get("X-Edge"); got != "new" {
		t.Errorf("a request after the swap went to %q", got)
	}
	if old.closed.Load() {
		t.Error("the old edge was closed under a request")
	}
	close(old.leave)
	if got := <-answer; got != "old" {
		t.Errorf("the request under way got %q", got)
	}
	live.Swap(edgeOf(t, &counted{name: "newest", late: &late}))
	if !old.closed.Load() || late.Load() != 0 {
		t.Errorf("old edge closed = %v, requests to closed edges = %d", old.closed.Load(), late.Load())
	}
}

func TestNoRequestMeetsAClosedEdge(t *testing.T) {
	var late atomic.Int64
	live := handlers.NewLive(edgeOf(t, &counted{name: "0", late: &late}))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 500 {
				r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
				live.ServeHTTP(discard{http.Header{}}, r)
			}
		})
	}
	for range 500 {
		live.Swap(edgeOf(t, &counted{name: "n", late: &late}))
	}
	all.Wait()
	if late.Load() != 0 {
		t.Errorf("%d requests met a closed edge", late.Load())
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header       { return d.header }
func (discard) Write(p []byte) (int, error) { return io.Discard.Write(p) }
func (discard) WriteHeader(int)             {}
