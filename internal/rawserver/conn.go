package rawserver

import (
	"bufio"
	"io"
	"net"
)

// Conn is one connection, as a script sees it. It belongs to the goroutine of
// its script. Errors are not reported: after one, reads say no and writes do
// nothing.
type Conn struct {
	server *Server
	tcp    net.Conn // what was accepted
	conn   net.Conn // the same, or TLS on it
	in     *bufio.Reader
}

func newConn(s *Server, tcp net.Conn) *Conn {
	return &Conn{server: s, tcp: tcp, conn: tcp, in: bufio.NewReader(tcp)}
}

func (c *Conn) use(conn net.Conn) {
	c.conn, c.in = conn, bufio.NewReader(conn)
}

// Write sends bytes as they are.
func (c *Conn) Write(raw string) { _, _ = io.WriteString(c.conn, raw) }

// Read takes the next n bytes that the peer sends, fewer when it ends.
func (c *Conn) Read(n int) string {
	buf := make([]byte, n)
	n, _ = io.ReadFull(c.in, buf)

	return string(buf[:n])
}

// AwaitClose blocks until the peer closes the connection, and drops what it
// sends until then.
func (c *Conn) AwaitClose() { _, _ = io.Copy(io.Discard, c.in) }

// Stall blocks until Server.Release or the end of the test. The connection
// stays open, and nothing is read.
func (c *Conn) Stall() { <-c.server.released }

// Close ends the connection in the ordinary way.
func (c *Conn) Close() { _ = c.conn.Close() }

// CloseWrite says that nothing more will be sent, and goes on reading.
func (c *Conn) CloseWrite() {
	if half, ok := c.conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}

// Reset ends the connection with a TCP reset, so that the peer gets ECONNRESET.
func (c *Conn) Reset() {
	if tcp, ok := c.tcp.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.tcp.Close()
}
