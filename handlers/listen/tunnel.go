package listen

import (
	"net"
	"sync"
	"time"
)

// goingAway is a close frame of a server with the code 1001 (RFC 6455 sections
// 5.5.1 and 7.4.1).
const goingAway = "\x88\x02\x03\xe9"

// leaveTime is how long a client may take to receive the close frame.
const leaveTime = time.Second

// tunnel is the client's side of a connection that left HTTP.
type tunnel struct {
	net.Conn
	tunnels *tunnels
	gone    sync.Once

	mu      sync.Mutex
	frames  frames
	leaving bool // the close frame is due after the frame that is on its way
	said    bool // the close frame has left: nothing may follow it
}

// Write passes on what the site's server says. After the close frame it is
// dropped: the server hears the client's own close frame, and ends.
func (c *tunnel) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.said {
		return len(p), nil
	}
	if !c.leaving {
		c.frames.follow(p)
		return c.Conn.Write(p)
	}
	n, err := c.Conn.Write(p[:c.frames.finish(p)])
	if err != nil {
		return n, err
	}
	if c.frames.atBoundary() {
		c.sayGoodbye()
	}
	return len(p), nil
}

// askToLeave sends the close frame as soon as no other frame is on its way. It
// waits while one is being written.
func (c *tunnel) askToLeave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.leaving = true
	if c.frames.atBoundary() && !c.said {
		c.sayGoodbye()
	}
}

func (c *tunnel) sayGoodbye() {
	c.said = true
	_ = c.SetWriteDeadline(time.Now().Add(leaveTime))
	_, _ = c.Conn.Write([]byte(goingAway))
}

// Close ends the tunnel.
func (c *tunnel) Close() error {
	c.gone.Do(func() { c.tunnels.remove(c) })
	return c.Conn.Close()
}

// CloseWrite says that nothing more will be sent.
func (c *tunnel) CloseWrite() error { return closeWrite(c.Conn) }
