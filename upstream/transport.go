package upstream

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits of the transport that no site needs to change.
const (
	maxHeaderBytes  = 256 << 10
	maxIdleConns    = 256
	continueTimeout = time.Second
	tcpKeepAlive    = 15 * time.Second
)

// newDialer returns what opens the connections to one server. Every layer sees
// only what the one above lets through: a refusal that is fresh costs no place,
// and a place is taken before names are asked for.
func newDialer(o Options, r *refusals, c *connections) *dialer {
	tcp := net.Dialer{
		Timeout:   o.ConnectTimeout,
		KeepAlive: tcpKeepAlive,
		Resolver:  o.Resolver,
	}

	return &dialer{
		tcp:              r.around(c.around((&addresses{}).around(tcp.DialContext))),
		tls:              clientTLS(o.TLS, o.HTTP1),
		handshakeTimeout: o.ConnectTimeout,
		shared:           o.H2C,
		warn: sync.OnceFunc(func() {
			o.Log.Warn("the server sends bytes after answers that have no body; such connections are closed")
		}),
	}
}

// newTransport returns the transport to one server. It asks no proxy, follows
// no redirect, and leaves the coding of bodies as the server chose it.
func newTransport(o Options, d *dialer) *http.Transport {
	return &http.Transport{
		DialContext:            d.dial,
		DialTLSContext:         d.dialTLS,
		Protocols:              protocols(o.H2C, o.HTTP1),
		DisableCompression:     true,
		ExpectContinueTimeout:  continueTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		ResponseHeaderTimeout:  o.HeaderTimeout,
		IdleConnTimeout:        o.IdleTimeout,
		MaxIdleConns:           maxIdleConns,
		MaxIdleConnsPerHost:    maxIdleConns,
	}
}

// protocols lets https choose by ALPN. A cleartext server speaks one of the
// two, and only its owner knows which.
func protocols(h2c, http1 bool) *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(!h2c)
	p.SetHTTP2(!h2c && !http1)
	p.SetUnencryptedHTTP2(h2c)

	return &p
}

func clientTLS(c *tls.Config, http1 bool) *tls.Config {
	if c == nil {
		c = &tls.Config{}
	}
	c = c.Clone()
	c.NextProtos = []string{"h2", "http/1.1"}
	if http1 {
		c.NextProtos = c.NextProtos[1:]
	}

	return c
}
