package upstream

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"time"
)

// dialFunc opens a connection, as net.Dialer.DialContext does.
type dialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// dialer opens connections. It does the TLS handshake itself, because only
// then can an HTTP/1 connection under TLS be guarded like a bare one.
type dialer struct {
	tcp              dialFunc
	tls              *tls.Config
	handshakeTimeout time.Duration
	shared           bool   // several exchanges share a cleartext connection
	warn             func() // of bytes that belong to no answer
}

func (d *dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := d.connect(ctx, network, addr)
	if err != nil {
		return nil, err
	}

	return d.guard(conn, conn), nil
}

func (d *dialer) connect(ctx context.Context, network, addr string) (net.Conn, error) {
	if !mayDial(ctx) {
		return nil, errManyDials
	}

	return d.tcp(ctx, network, addr)
}

// guard guards what is spoken over a bare connection.
func (d *dialer) guard(conn, bare net.Conn) net.Conn {
	g := &guardedConn{Conn: conn, warn: d.warn}
	if counted, ok := bare.(*countedConn); ok && !d.shared {
		g.place = counted.place
	}

	return g
}

func (d *dialer) dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	bare, err := d.connect(ctx, network, addr)
	if err != nil {
		return nil, err
	}

	conn := tls.Client(bare, d.configFor(addr))
	if err := d.handshake(ctx, conn); err != nil {
		_ = bare.Close()

		return nil, err
	}
	if conn.ConnectionState().NegotiatedProtocol == "h2" {
		return conn, nil // the transport recognises HTTP/2 by the type *tls.Conn
	}

	return d.guard(conn, bare), nil
}

func (d *dialer) configFor(addr string) *tls.Config {
	if d.tls.ServerName != "" {
		return d.tls
	}
	c := d.tls.Clone()
	c.ServerName, _, _ = net.SplitHostPort(addr)

	return c
}

func (d *dialer) handshake(ctx context.Context, conn *tls.Conn) error {
	if t := httptrace.ContextClientTrace(ctx); t != nil && t.TLSHandshakeStart != nil {
		t.TLSHandshakeStart()
	}
	ctx, cancel := context.WithTimeout(ctx, d.handshakeTimeout)
	defer cancel()

	return conn.HandshakeContext(ctx)
}
