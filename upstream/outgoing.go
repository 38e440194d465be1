package upstream

import (
	"io"
	"net/http"
	"strings"
)

// replayKeys are the fields that make http.Transport send a request again by
// itself, whatever its method, when a pooled connection turns out to be dead.
var replayKeys = []string{"Idempotency-Key", "X-Idempotency-Key"}

// forbidReplay makes sure that a request with a body, or with a key that
// promises idempotency, is written once. Repeating is the decision of whoever
// owns the budget for it. Bodyless GET, HEAD, OPTIONS and TRACE may still move
// from a dead pooled connection to a fresh one.
func forbidReplay(req *http.Request) {
	req.GetBody = nil
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = &requestBody{req.Body}
	}

	for _, key := range replayKeys {
		values, ok := req.Header[key]
		if !ok {
			continue
		}
		// The transport looks for the canonical spelling only. Names of fields
		// have no case (RFC 9110 section 5.1), so the server reads the same. A
		// body that cannot be rewound would stop it too, but would turn an
		// empty POST into a chunked one.
		req.Header = req.Header.Clone()
		delete(req.Header, key)
		req.Header[strings.ToLower(key)] = values
	}
}

// hideTransport keeps the transport from naming itself as the user agent of a
// client that sent none.
func hideTransport(req *http.Request) {
	if _, ok := req.Header["User-Agent"]; ok {
		return
	}
	header := make(http.Header, len(req.Header)+1)
	for name, values := range req.Header {
		header[name] = values
	}
	header["User-Agent"] = []string{""}
	req.Header = header
}

// requestBody marks the errors of the client's body, so that they are not
// taken for failures of the server.
type requestBody struct {
	io.ReadCloser
}

func (b *requestBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = &requestBodyError{err}
	}

	return n, err
}

// requestBodyError is a failure to read the body that the client sends.
type requestBodyError struct {
	err error
}

func (e *requestBodyError) Error() string { return "read the request's body: " + e.err.Error() }

func (e *requestBodyError) Unwrap() error { return e.err }
