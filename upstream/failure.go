package upstream

import (
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Failure is an exchange with the site's servers that gave no usable answer.
type Failure struct {
	Type    string      // RFC 9209 error type: connection_refused, …; empty when the client left
	Details string      // for the log and trusted peers only, never an address
	Word    string      // the cause for people: refused, timeout, reset, …; empty when the client left
	Status  status.Code // what the edge answers: 502, 503 or 504; 400, 408 or 413 when the request's body failed; 500 when the request could not be sent; 0 when the client left
	Err     error

	// RetryAfter is when asking again may help: at the next probe of a server
	// that is down, or soon after a limit. 0 when nothing is known.
	RetryAfter time.Duration

	// Unsent reports that the server has seen nothing of the request, or has
	// said that it did nothing for it, so that even a request that is not
	// idempotent may go elsewhere (RFC 9110 section 9.2.2).
	Unsent bool
}

// Error describes the failure for the log.
func (f *Failure) Error() string {
	if f.Type == "" {
		return "client left: " + f.Err.Error()
	}

	return f.Type + ": " + f.Err.Error()
}

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }
