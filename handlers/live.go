package handlers

import (
	"net/http"
	"sync"
	"sync/atomic"
)

// Live serves the newest of a row of edges, so that a new configuration takes
// over without a pause: requests that are being served keep the edge that they
// started with, and that edge is closed after the last of them. It is safe for
// concurrent use.
type Live struct {
	state   *State
	current atomic.Pointer[tenancy]
}

// NewLive returns a handler that serves the edge given.
func NewLive(e *Edge) *Live {
	l := &Live{state: e.state}
	l.current.Store(newTenancy(e))
	l.state.serving.Store(e)
	return l
}

// ServeHTTP answers one visitor by the edge that is current now.
func (l *Live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t := l.enter()
	defer t.leave()
	t.edge.ServeHTTP(w, r)
}

// Swap makes e the current edge. The one before is closed when its last request
// has ended.
func (l *Live) Swap(e *Edge) {
	before := l.current.Swap(newTenancy(e))
	l.state.serving.Store(e)
	before.leave()
}

// Close ends the service of the current edge.
func (l *Live) Close() error {
	t := l.current.Load()
	t.leave()
	return nil
}

// enter counts a request in. Between the look at the current edge and the
// count, another may have taken its place: then it looks again.
func (l *Live) enter() *tenancy {
	for {
		t := l.current.Load()
		t.users.Add(1)
		if l.current.Load() == t {
			return t
		}
		t.leave()
	}
}

// tenancy is one edge and how many use it: its requests, and Live while it is
// the current one.
type tenancy struct {
	edge  *Edge
	users atomic.Int64
	close sync.Once
}

func newTenancy(e *Edge) *tenancy {
	t := &tenancy{edge: e}
	t.users.Store(1)
	return t
}

func (t *tenancy) leave() {
	if t.users.Add(-1) > 0 {
		return
	}
	t.close.Do(func() {
		if err := t.edge.Close(); err != nil {
			t.edge.log.Warn("close the edge of an old configuration", "err", err)
		}
	})
}
