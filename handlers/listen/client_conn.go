package listen

import (
	"errors"
	"net"
	"os"
	"sync/atomic"
)

// clientConn is the connection of a client. One that let the time for a piece of
// an answer pass is reset when it is closed: otherwise the kernel would hold on,
// for minutes, to what the client did not take.
type clientConn struct {
	net.Conn
	stalled atomic.Bool
}

// Write notes a time that has passed.
func (c *clientConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.stalled.Store(true)
	}
	return n, err
}

// Close closes the connection.
func (c *clientConn) Close() error {
	if c.stalled.Load() {
		_ = setLinger(c.Conn, 0)
	}
	return c.Conn.Close()
}

// CloseWrite says that nothing more will be sent.
func (c *clientConn) CloseWrite() error { return closeWrite(c.Conn) }

// setLinger says for how many seconds the kernel goes on sending after the
// close; 0 resets the connection. Those that cannot be reset have no error.
func setLinger(conn net.Conn, seconds int) error {
	if l, ok := conn.(interface{ SetLinger(int) error }); ok {
		return l.SetLinger(seconds)
	}
	return nil
}
