package listen

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"
)

// proxyHeaderTime is how long a balancer may take to send its PROXY header.
const proxyHeaderTime = 5 * time.Second

// Proxied reads a PROXY header, version 1 or 2, at the start of each connection
// that comes from one of the peers, and gives the connection the addresses that
// the header names. Connections of all others are left alone.
//
// A listed peer must send the header: without it, or with a malformed one, the
// connection is closed. Guessing would let anybody behind the balancer write
// the header himself (section 2 of the specification, "MUST not try to guess").
// log, which may be nil, hears about it once a minute.
func Proxied(l net.Listener, peers []netip.Prefix, log *slog.Logger) net.Listener {
	if len(peers) == 0 {
		return l
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &proxiedListener{Listener: l, peers: peers, log: log}
}

type proxiedListener struct {
	net.Listener
	peers []netip.Prefix
	log   *slog.Logger
	told  rarely
}

// Accept waits for the next connection, not for its header: one that stalls
// holds up no other.
func (l *proxiedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil || !contains(l.peers, addrOf(conn.RemoteAddr())) {
		return conn, err
	}
	return &proxiedConn{Conn: conn, listener: l}, nil
}

func (l *proxiedListener) complain(peer net.Addr, err error) {
	if l.told.now(time.Now()) {
		l.log.Warn("connection closed: no valid PROXY header", "peer", peer.String(), "error", err)
	}
}

// proxiedConn reads the header when the first of its methods needs it, in the
// goroutine that serves the connection.
type proxiedConn struct {
	net.Conn
	listener *proxiedListener
	once     sync.Once
	early    *bufio.Reader // bytes that came with the header; nil when they are read
	names    endpoints     // of the header; zero: those of the connection
	err      error
}

// Read returns what follows the header.
func (c *proxiedConn) Read(p []byte) (int, error) {
	c.once.Do(c.readHeader)
	if c.err != nil {
		return 0, c.err
	}
	if c.early == nil {
		return c.Conn.Read(p)
	}
	n, err := c.early.Read(p[:min(len(p), c.early.Buffered())])
	if c.early.Buffered() == 0 {
		c.early = nil
	}
	return n, err
}

// RemoteAddr is the client's address as the header names it.
func (c *proxiedConn) RemoteAddr() net.Addr {
	c.once.Do(c.readHeader)
	if !c.names.source.IsValid() {
		return c.Conn.RemoteAddr()
	}
	return net.TCPAddrFromAddrPort(c.names.source)
}

// LocalAddr is the address that the client connected to.
func (c *proxiedConn) LocalAddr() net.Addr {
	c.once.Do(c.readHeader)
	if !c.names.target.IsValid() {
		return c.Conn.LocalAddr()
	}
	return net.TCPAddrFromAddrPort(c.names.target)
}

// CloseWrite says that nothing more will be sent.
func (c *proxiedConn) CloseWrite() error { return closeWrite(c.Conn) }

// SetLinger says what becomes of unsent bytes when the connection is closed.
func (c *proxiedConn) SetLinger(seconds int) error { return setLinger(c.Conn, seconds) }

func (c *proxiedConn) readHeader() {
	_ = c.SetReadDeadline(time.Now().Add(proxyHeaderTime))
	in := bufio.NewReaderSize(c.Conn, maxHeaderV1)
	c.names, c.err = readProxyHeader(in)
	if c.err != nil {
		_ = c.Close()
		if !errors.Is(c.err, io.EOF) { // EOF before the first byte: a probe of the port
			c.listener.complain(c.Conn.RemoteAddr(), c.err)
		}
		c.err = io.EOF
		return
	}
	_ = c.SetReadDeadline(time.Time{})
	if in.Buffered() > 0 {
		c.early = in
	}
}
