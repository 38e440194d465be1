package listen

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
)

// Options configure a Server. The zero value is safe.
type Options struct {
	TLS    *tls.Config // for ServeTLS; the server's ALPN is added to a copy
	H2C    bool        // speak cleartext HTTP/2: only behind a network that is trusted
	Limits Limits
	Log    *slog.Logger // for what the server itself reports; nil: discard
}

// Server is a server of net/http with the limits of an edge, which also knows
// the tunnels: connections that left HTTP, as WebSockets do. Serve, ServeTLS,
// Shutdown and Close are safe for concurrent use.
type Server struct {
	*http.Server
	tunnels      tunnels
	acceptErrors atomic.Int64
}

// NewServer returns a server for h.
func NewServer(h http.Handler, opts Options) *Server {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	opts.Limits.setDefaults()
	s := &Server{}
	s.Server = &http.Server{
		Handler:           s.tunnels.watch(h),
		MaxHeaderBytes:    opts.Limits.HeaderBytes,
		ReadHeaderTimeout: opts.Limits.HeaderTimeout,
		IdleTimeout:       opts.Limits.IdleTimeout,
		ErrorLog:          newErrorLog(opts.Log),
		Protocols:         protocolsOf(opts.H2C),
		TLSConfig:         opts.TLS.Clone(),
	}
	configureHTTP2(s.Server, opts.Limits.Streams)
	return s
}

func protocolsOf(h2c bool) *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(true)
	p.SetHTTP2(true)
	p.SetUnencryptedHTTP2(h2c)
	return &p
}

// Serve answers on l until Shutdown or Close: then it returns
// http.ErrServerClosed.
func (s *Server) Serve(l net.Listener) error {
	return s.Server.Serve(countedListener{l, &s.acceptErrors})
}

// ServeTLS is Serve with the TLS settings of the options.
func (s *Server) ServeTLS(l net.Listener) error {
	return s.Server.ServeTLS(countedListener{l, &s.acceptErrors}, "", "")
}

// Shutdown stops listening and waits for all requests to end. Tunnels are asked
// to leave at once, WebSockets by a close frame 1001. What is left when ctx ends
// is cut off; then the error is that of ctx.
func (s *Server) Shutdown(ctx context.Context) error {
	s.tunnels.askToLeave()
	err := s.Server.Shutdown(ctx)
	if err == nil {
		err = s.tunnels.wait(ctx)
	}
	if err != nil {
		_ = s.Close()
		return err
	}
	s.tunnels.closeAll()
	return nil
}

// Close cuts off everything.
func (s *Server) Close() error {
	err := s.Server.Close()
	s.tunnels.closeAll()
	return err
}

// Tunnels returns how many connections have left HTTP and are still open.
func (s *Server) Tunnels() int { return s.tunnels.count() }

// AcceptErrors returns how often a connection could not be accepted, most often
// because the process has no descriptor left. The server waits, up to a second,
// before it tries again.
func (s *Server) AcceptErrors() int64 { return s.acceptErrors.Load() }

// countedListener counts the failures that Serve survives, and knows its
// connections for those of clients.
type countedListener struct {
	net.Listener
	failures *atomic.Int64
}

// Accept waits for the next connection.
func (l countedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		l.failures.Add(1)
	}
	if err != nil {
		return nil, err
	}
	return &clientConn{Conn: conn}, nil
}
