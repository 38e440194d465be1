package upstream

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// errConnectionLimit is a server with as many connections as its owner allows.
var errConnectionLimit = errors.New("as many connections to the server as the limit allows")

// slotWait is how long a dial waits for a place. Most places are free again a
// moment later: the transport closes a connection behind the back of whoever
// closed the body, and it may be opening one for a request that was meanwhile
// served by another. Its next idle connection goes to whoever waits.
const slotWait = 50 * time.Millisecond

// connections counts and limits the open connections to one server.
type connections struct {
	slots   chan struct{} // one element for each open connection
	opened  atomic.Uint64 // since the start
	limited atomic.Uint64 // dials that found no place
	yielded atomic.Uint64 // exchanges that gave their place to another

	mu   sync.Mutex
	open map[*place]struct{}
}

func newConnections(limit int) *connections {
	return &connections{slots: make(chan struct{}, limit), open: map[*place]struct{}{}}
}

// count returns how many connections are open or being opened.
func (c *connections) count() int { return len(c.slots) }

// around returns a dial that fails when there is no place for a connection.
func (c *connections) around(next dialFunc) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if !c.acquire(ctx) {
			c.limited.Add(1)

			return nil, errConnectionLimit
		}
		conn, err := next(ctx, network, addr)
		if err != nil {
			c.release()

			return nil, err
		}
		c.opened.Add(1)

		return c.counted(conn), nil
	}
}

// acquire takes a place. When there is none, somebody who keeps one waiting has
// to give it up.
func (c *connections) acquire(ctx context.Context) bool {
	if c.acquireWithin(ctx, 0) {
		return true
	}
	wait, again := c.reclaim()
	if again {
		if c.acquireWithin(ctx, wait) {
			return true
		}
		wait, _ = c.reclaim()
	}

	return c.acquireWithin(ctx, wait)
}

func (c *connections) acquireWithin(ctx context.Context, wait time.Duration) bool {
	select {
	case c.slots <- struct{}{}:
		return true
	default:
	}
	if wait == 0 {
		return false
	}

	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	select {
	case c.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *connections) release() { <-c.slots }

// counted puts a connection into the register until it is closed.
func (c *connections) counted(conn net.Conn) *countedConn {
	p := &place{}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[p] = struct{}{}

	return &countedConn{conn, p, sync.OnceFunc(func() {
		c.mu.Lock()
		delete(c.open, p)
		c.mu.Unlock()
		c.release()
	})}
}

// countedConn gives its place back when it is closed.
type countedConn struct {
	net.Conn
	place   *place
	release func()
}

// Close closes the connection.
func (c *countedConn) Close() error {
	err := c.Conn.Close()
	c.release()

	return err
}
