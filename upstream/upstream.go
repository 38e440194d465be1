// Package upstream speaks with the site's own servers. Its failures are typed
// and classified (RFC 9209); it knows nothing of pages.
package upstream

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Client sends a request to the site's servers and returns the answer as soon
// as its header has arrived. Every error is a *Failure. Implementations are
// safe for concurrent use.
type Client interface {
	RoundTrip(*http.Request) (*http.Response, error)
}

// Options configure a Client. The zero value of every field but URL has a
// working default.
type Options struct {
	URL            string        // http://host:port or https://…, optionally with a path prefix
	ConnectTimeout time.Duration // default 2s
	HeaderTimeout  time.Duration // from the last byte sent to the answer's header; default 60s
	IdleTimeout    time.Duration // default 60s
	H2C            bool          // speak cleartext HTTP/2 to an http:// upstream (gRPC)
	Log            *slog.Logger
}

// Failure is an exchange with the site's servers that gave no usable answer.
type Failure struct {
	Type    string      // RFC 9209 error type: connection_refused, …; empty when the client left
	Details string      // for the log and trusted peers only, never an address
	Word    string      // the cause for people: refused, timeout, reset, …
	Status  status.Code // what the edge answers: 502, 503 or 504
	Err     error
}

// Error describes the failure for the log.
func (f *Failure) Error() string { return f.Type + ": " + f.Err.Error() }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }
