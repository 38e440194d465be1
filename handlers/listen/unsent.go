package listen

import (
	"net"
	"syscall"
)

// unsentBytes is how much of an answer the kernel takes beyond what is on its
// way to a client. Left alone it takes megabytes for each client that does not
// read, until the connections of all others have no memory either. What is on
// its way does not count: a fast and distant client is not slowed down.
const unsentBytes = 128 << 10

// unsentListener sets the bound for each connection.
type unsentListener struct{ net.Listener }

// Accept waits for the next connection. Where the system knows no such bound the
// connection serves all the same.
func (l unsentListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if socket, ok := conn.(syscall.Conn); ok {
		if raw, err := socket.SyscallConn(); err == nil {
			_ = raw.Control(setUnsent)
		}
	}
	return conn, nil
}
