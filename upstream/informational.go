package upstream

import (
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/textproto"

	"github.com/seed-3913a1bb/signpost/status"
)

const (
	// maxInformational is how many informational answers reach the caller.
	maxInformational = 8
	// lineOverhead is what a field costs on the wire besides its words.
	lineOverhead = len(": \r\n")
	// statusLineBytes is the length of a status line with a short reason.
	statusLineBytes = len("HTTP/1.1 103 Early Hints\r\n\r\n")
)

// errManyInformational is a server that sends informational answers without
// an end.
var errManyInformational = errors.New("too many informational answers")

// limited1xx counts the informational answers to each request. Without a
// limit of our own there is none: net/http trusts whoever watches them, as
// httputil.ReverseProxy does, to count.
type limited1xx struct {
	next http.RoundTripper
}

func (l limited1xx) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := retrace(req.Context(), func(t *httptrace.ClientTrace) {
		counter := &informationalCounter{forward: t.Got1xxResponse}
		t.Got1xxResponse = counter.got
	})

	return l.next.RoundTrip(req.WithContext(ctx))
}

// informationalCounter stands between the transport and the caller's hook.
// The transport calls it from one goroutine at a time.
type informationalCounter struct {
	forward   func(int, textproto.MIMEHeader) error // nil: nobody listens
	forwarded int
	bytes     int
}

func (c *informationalCounter) got(code int, header textproto.MIMEHeader) error {
	c.bytes += statusLineBytes
	for name, values := range header {
		for _, value := range values {
			c.bytes += len(name) + len(value) + lineOverhead
		}
	}
	if c.bytes > maxHeaderBytes {
		return errManyInformational
	}

	// 100 is between the server and this client. The edge's own server sends
	// its own when the body is first read.
	if c.forward == nil || c.forwarded == maxInformational || status.Code(code).Is(status.Continue) {
		return nil
	}
	c.forwarded++

	return c.forward(code, header)
}

// withoutHints returns a request whose informational answers reach nobody: those
// of an earlier try have left, and the limit is for all tries together.
func withoutHints(req *http.Request) *http.Request {
	return req.WithContext(retrace(req.Context(), func(t *httptrace.ClientTrace) { t.Got1xxResponse = nil }))
}
