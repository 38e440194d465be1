package upstream

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"
)

// refusalTime is how long a refused connection stands for the next ones. A
// server that is starting is found soon enough, and one that is down is spared
// most of the storm.
const refusalTime = 100 * time.Millisecond

// refusals remembers that a server refused a connection a moment ago.
type refusals struct {
	last atomic.Pointer[refusal] // nil: none
}

type refusal struct {
	err error
	at  time.Time
}

// fresh returns the refusal that still stands, or nil.
func (r *refusals) fresh() error {
	last := r.last.Load()
	if last == nil || time.Since(last.at) >= refusalTime {
		return nil
	}

	return last.err
}

// around returns a dial that fails at once while a refusal stands.
func (r *refusals) around(next dialFunc) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if err := r.fresh(); err != nil {
			return nil, err
		}
		conn, err := next(ctx, network, addr)
		if errors.Is(err, syscall.ECONNREFUSED) {
			r.last.Store(&refusal{err, time.Now()})
		}

		return conn, err
	}
}

// spared answers for the whole stack while a refusal stands and no connection
// is open: every request would have to dial.
type spared struct {
	refusals *refusals
	conns    *connections
	next     http.RoundTripper
}

func (s spared) RoundTrip(req *http.Request) (*http.Response, error) {
	err := s.refusals.fresh()
	if err == nil || s.conns.count() > 0 {
		return s.next.RoundTrip(req)
	}
	if req.Body != nil {
		_ = req.Body.Close()
	}
	f := classify(connecting, err)
	f.Unsent = true

	return nil, f
}
