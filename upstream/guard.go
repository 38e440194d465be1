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

	mu   sync.Mutex
	head answerHead
}

// expect prepares for the answer to a request that is about to be sent.
func (c *guardedConn) expect(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()

	c.head = answerHead{state: inHead, method: method}
}

// Read reads what belongs to an answer. After an answer without a body it
// reports the end of the connection if anything follows.
func (c *guardedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n <= 0 {
		return n, err
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	kept, over := c.head.feed(p[:n])
	if over {
		return kept, io.EOF
	}

	return n, err
}
