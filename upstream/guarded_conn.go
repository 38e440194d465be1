package upstream

import (
	"io"
	"net"
	"sync"
)

// guardedConn keeps bytes that belong to no answer away from the transport.
//
// net/http puts a connection back into its pool as soon as the header of an
// answer without a body has been read, even when a body lies behind it in the
// same buffer. The next request may then read that body as its own answer.
// The guard ends such a connection at the header instead: the bytes behind it
// are dropped and the connection is never used again.
type guardedConn struct {
	net.Conn
	place *place // that it takes; nil where several exchanges share it
	warn  func() // called when bytes are dropped

	mu   sync.Mutex
	head answerHead
	cut  bool // the server ended within a header
}

// expect prepares for the answer to a request that is about to be sent.
func (c *guardedConn) expect(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()

	if c.head.state != spoiled {
		c.head = answerHead{state: inHead, method: method}
	}
}

// ambiguous reports whether the answer that was read last says in two ways
// where it ends.
func (c *guardedConn) ambiguous() bool {
	c.mu.Lock()
	defer c.mu.Unlock()

	return c.head.ambiguous()
}

// endedInHeader reports whether the server closed the connection before the
// header of its answer was whole. The transport takes the half for a whole
// and complains about its form.
func (c *guardedConn) endedInHeader() bool {
	c.mu.Lock()
	defer c.mu.Unlock()

	return c.cut
}

// Read reads what belongs to an answer. It reports the end of the connection
// together with the last byte of an answer that has no body when anything
// follows: only so does the transport know in time not to pool it.
func (c *guardedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)

	c.mu.Lock()
	kept, over := c.head.feed(p[:max(n, 0)])
	c.cut = c.cut || err == io.EOF && c.head.begun()
	c.mu.Unlock()

	if over {
		c.warn()

		return kept, io.EOF
	}

	return n, err
}
