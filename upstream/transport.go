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

// newTransport returns the transport to one server. It asks no proxy, follows
// no redirect, and leaves the coding of bodies as the server chose it.
func newTransport(o Options) *http.Transport {
	d := dialer{
		tcp: net.Dialer{
			Timeout:   o.ConnectTimeout,
			KeepAlive: tcpKeepAlive,
			Resolver:  o.Resolver,
		},
		tls:              clientTLS(o.TLS),
		handshakeTimeout: o.ConnectTimeout,
		warn: sync.OnceFunc(func() {
			o.Log.Warn("the server sends bytes after answers that have no body; such connections are closed")
		}),
	}

	return &http.Transport{
		DialContext:            d.dial,
		DialTLSContext:         d.dialTLS,
		Protocols:              protocols(o.H2C),
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
func protocols(h2c bool) *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(!h2c)
	p.SetHTTP2(!h2c)
	p.SetUnencryptedHTTP2(h2c)

	return &p
}

func clientTLS(c *tls.Config) *tls.Config {
	if c == nil {
		c = &tls.Config{}
	}
	c = c.Clone()
	c.NextProtos = []string{"h2", "http/1.1"}

	return c
}
