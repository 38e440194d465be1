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
}

func newConnections(limit int) *connections {
	return &connections{slots: make(chan struct{}, limit)}
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

		return &countedConn{Conn: conn, release: sync.OnceFunc(c.release)}, nil
	}
}

func (c *connections) acquire(ctx context.Context) bool {
	select {
	case c.slots <- struct{}{}:
		return true
	default:
	}

	ctx, cancel := context.WithTimeout(ctx, slotWait)
	defer cancel()
	select {
	case c.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *connections) release() { <-c.slots }

// countedConn gives its place back when it is closed.
type countedConn struct {
	net.Conn
	release func()
}

// Close closes the connection.
func (c *countedConn) Close() error {
	err := c.Conn.Close()
	c.release()

	return err
}
