package handlers

import (
	"crypto/tls"
	"log/slog"
	"net/http"
	"time"
)

// ServerOptions configure the listener's side. The zero value is safe.
type ServerOptions struct {
	Addr string       // host:port, for ListenAndServe
	TLS  *tls.Config  // for ServeTLS; the server's ALPN is added to a copy
	H2C  bool         // speak cleartext HTTP/2: only behind a network that is trusted
	Log  *slog.Logger // for what the server itself reports; nil: discard
}

// The limits of every listener. There is no global read or write timeout: it
// would end downloads and event streams.
const (
	maxHeaderBytes    = 64 << 10
	readHeaderTimeout = 5 * time.Second
	idleTimeout       = 60 * time.Second
)

// NewServer returns a server for h with the limits that an edge needs.
func NewServer(h http.Handler, opts ServerOptions) *http.Server {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	srv := &http.Server{
		Addr:              opts.Addr,
		Handler:           h,
		MaxHeaderBytes:    maxHeaderBytes,
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(opts.Log.Handler(), slog.LevelDebug),
		Protocols:         protocolsOf(opts.H2C),
		TLSConfig:         opts.TLS.Clone(),
	}
	configureHTTP2(srv)
	return srv
}

func protocolsOf(h2c bool) *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(true)
	p.SetHTTP2(true)
	p.SetUnencryptedHTTP2(h2c)
	return &p
}
