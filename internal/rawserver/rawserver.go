// Package rawserver is a TCP server for tests that says exactly the bytes it
// is told to, right or wrong, and remembers what it was asked. It is for
// answers that net/http/httptest refuses to write.
//
// A server that answers every request with the same bytes:
//
//	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 099 Odd\r\n\r\n"))
//	res, err := client.Get(s.URL())
//
// Anything else is a script of a few lines:
//
//	s := rawserver.Start(t, func(c *rawserver.Conn) {
//		c.ReadRequest()
//		c.Write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe")
//		c.Reset()
//	})
package rawserver

import (
	"crypto/tls"
	"net"
	"sync"
	"testing"
)

// Script plays one connection. The connection is closed when it returns.
type Script func(*Conn)

// Server accepts connections on 127.0.0.1 and plays its script on each. All
// methods are safe for concurrent use.
type Server struct {
	listener net.Listener
	scheme   string
	script   Script
	released chan struct{}
	release  func()
	running  sync.WaitGroup

	mu       sync.Mutex
	accepted int
	open     map[net.Conn]struct{} // => nil after stop
	requests []Request
}

// Start starts a server, and stops it at the end of the test: stalls are
// released and connections closed before.
func Start(t testing.TB, script Script) *Server {
	t.Helper()

	return start(t, "http", script)
}

// StartTLS is Start behind TLS. A script runs when the handshake is over.
func StartTLS(t testing.TB, config *tls.Config, script Script) *Server {
	t.Helper()

	return start(t, "https", func(c *Conn) {
		secure := tls.Server(c.conn, config)
		if secure.Handshake() == nil {
			c.use(secure)
			script(c)
		}
	})
}

func start(t testing.TB, scheme string, script Script) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen: %v", err)
	}

	s := &Server{
		listener: listener,
		scheme:   scheme,
		script:   script,
		released: make(chan struct{}),
		open:     map[net.Conn]struct{}{},
	}
	s.release = sync.OnceFunc(func() { close(s.released) })
	s.running.Go(s.accept)
	t.Cleanup(s.stop)

	return s
}

// URL returns the server's address with its scheme, without a slash at the end.
func (s *Server) URL() string { return s.scheme + "://" + s.Addr() }

// Addr returns the server's address as host:port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Release lets every Conn.Stall return, those to come as well.
func (s *Server) Release() { s.release() }

// Connections returns how many connections were accepted so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.accepted
}

// Requests returns the requests read so far, in the order of their arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()

	return append([]Request(nil), s.requests...)
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil || !s.track(conn) {
			return
		}
		s.running.Go(func() {
			defer s.forget(conn)
			s.script(newConn(s, conn))
		})
	}
}

// track notes a connection, unless the server has stopped.
func (s *Server) track(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()

	if s.open == nil {
		_ = conn.Close()

		return false
	}
	s.accepted++
	s.open[conn] = struct{}{}

	return true
}

func (s *Server) forget(conn net.Conn) {
	_ = conn.Close()

	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, conn)
}

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.requests = append(s.requests, r)
}

func (s *Server) stop() {
	s.release()
	_ = s.listener.Close()

	for conn := range s.takeOpen() {
		_ = conn.Close()
	}

	s.running.Wait()
}

func (s *Server) takeOpen() map[net.Conn]struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()

	open := s.open
	s.open = nil

	return open
}
