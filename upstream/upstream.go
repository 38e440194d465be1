// Package upstream speaks with the site's own servers. Its failures are typed
// and classified (RFC 9209); it knows nothing of pages.
//
// A client is a stack of small layers around one http.Transport:
//
//	spared       no dial to a server that refused one a moment ago
//	classified   every error becomes a *Failure
//	addressed    scheme, address and path prefix of the server; nothing replayed
//	checked      an answer that must not be passed on becomes an error
//	limited1xx   at most a few informational answers reach the caller
//	guarded      bytes that belong to no answer never reach the next one
//
// A Pool is a client over several of them. What it adds is small parts too: a
// balance, a circuit and the health of each server, and repeats within a budget.
//
// A program that forwards one request:
//
//	client, err := upstream.New(upstream.Options{URL: "http://127.0.0.1:3000"})
//	…
//	res, err := client.RoundTrip(r)
//	var failure *upstream.Failure
//	if errors.As(err, &failure) && failure.Type == "" {
//		return // the visitor has left
//	}
package upstream

import "net/http"

// Client sends a request to the site's server and returns the answer as soon
// as its header has arrived. The request's URL gives path and raw query, its
// Host is sent as it is; scheme and address are the client's own. The request
// is not changed. Every error is a *Failure. Implementations are safe for
// concurrent use.
//
// Answers have a status of 100 to 599 (1xx only as a switch of protocols that
// the request asked for), and no body where none is allowed. A body that ends
// early fails with io.ErrUnexpectedEOF while it is read; BodyFailure names it.
type Client interface {
	RoundTrip(*http.Request) (*http.Response, error)
}

// New returns a client for the server that the options name, or every mistake
// of the options at once. The client also has a method CloseIdleConnections,
// for the owner that stops using it.
func New(opts Options) (Client, error) {
	opts.setDefaults()
	base, err := opts.parse()
	if err != nil {
		return nil, err
	}

	return newClient(opts, base), nil
}
