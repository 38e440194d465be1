package listen

import (
	"bufio"
	"context"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"

	"github.com/seed-3913a1bb/signpost/status"
)

// tunnels is the register of connections that left HTTP, which Shutdown of
// net/http does not know.
type tunnels struct {
	mu      sync.Mutex
	open    map[*tunnel]struct{}
	leaving bool
	changed chan struct{}  // closed when the last one leaves; nil: nobody waits
	asking  sync.WaitGroup // each request to leave waits for the frame under way
}

// watch registers the connections that h takes over.
func (t *tunnels) watch(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 1 && len(r.Header["Upgrade"]) > 0 {
			w = &tunnelWriter{ResponseWriter: w, tunnels: t}
		}
		h.ServeHTTP(w, r)
	})
}

func (t *tunnels) add(c *tunnel) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open == nil {
		t.open = map[*tunnel]struct{}{}
	}
	t.open[c] = struct{}{}
	if t.leaving {
		t.asking.Go(c.askToLeave)
	}
}

func (t *tunnels) remove(c *tunnel) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.open, c)
	if len(t.open) == 0 && t.changed != nil {
		close(t.changed)
		t.changed = nil
	}
}

func (t *tunnels) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.open)
}

// askToLeave tells all tunnels, and those that are still to come.
func (t *tunnels) askToLeave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.leaving = true
	for c := range t.open {
		t.asking.Go(c.askToLeave)
	}
}

func (t *tunnels) closeAll() {
	for _, c := range t.list() {
		_ = c.Close()
	}
	t.asking.Wait()
}

func (t *tunnels) list() []*tunnel {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Collect(maps.Keys(t.open))
}

// wait returns when no tunnel is left, or with the error of ctx.
func (t *tunnels) wait(ctx context.Context) error {
	empty := t.whenEmpty()
	if empty == nil {
		return nil
	}
	select {
	case <-empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *tunnels) whenEmpty() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.open) == 0 {
		return nil
	}
	if t.changed == nil {
		t.changed = make(chan struct{})
	}
	return t.changed
}

// tunnelWriter puts a connection that is taken over into the register.
type tunnelWriter struct {
	http.ResponseWriter
	tunnels  *tunnels
	switched bool // the head of the answer was written by the server
}

// WriteHeader notes whether the answer is a switch of protocols.
func (w *tunnelWriter) WriteHeader(code int) {
	w.switched = w.switched || status.Code(code).Is(status.SwitchingProtocols)
	w.ResponseWriter.WriteHeader(code)
}

// Hijack takes the connection over. What is written to the buffer goes through
// the tunnel as well, which follows the frames.
func (w *tunnelWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	c := &tunnel{Conn: conn, tunnels: w.tunnels, frames: frames{started: w.switched}}
	w.tunnels.add(c)
	buffers.Writer = bufio.NewWriterSize(c, 4<<10)
	return c, buffers, nil
}

// Unwrap serves http.ResponseController.
func (w *tunnelWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
