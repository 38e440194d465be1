package upstream

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/textproto"

	"github.com/seed-3913a1bb/signpost/status"
)

const (
	// maxInformational is how many informational answers reach the caller.
	maxInformational = 8
	// lineOverhead is what the status line or a field costs on the wire
	// besides its words: separators and line end.
	lineOverhead = 4
	// statusLineBytes is the length of a status line with a short reason.
	statusLineBytes = len("HTTP/1.1 103 Early Hints\r\n")
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
	ctx := req.Context()
	trace := httptrace.ClientTrace{}
	if t := httptrace.ContextClientTrace(ctx); t != nil {
		trace = *t
	}

	counter := &informationalCounter{forward: trace.Got1xxResponse}
	trace.Got1xxResponse = counter.got
	trace.GotConn = expectAnswer(req.Method, trace.GotConn)
	ctx = httptrace.WithClientTrace(untraced{ctx}, &trace)

	return l.next.RoundTrip(req.WithContext(ctx))
}

// expectAnswer tells a guarded connection which request comes next.
func expectAnswer(method string, then func(httptrace.GotConnInfo)) func(httptrace.GotConnInfo) {
	return func(info httptrace.GotConnInfo) {
		if c, ok := info.Conn.(*guardedConn); ok {
			c.expect(method)
		}
		if then != nil {
			then(info)
		}
	}
}

// informationalCounter stands between the transport and the caller's hook.
// The transport calls it from one goroutine at a time.
type informationalCounter struct {
	forward   func(int, textproto.MIMEHeader) error
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

	// 100 is between the server and us: our own server sends its own when the
	// body is first read.
	if c.forward == nil || c.forwarded == maxInformational || status.Code(code).Is(status.Continue) {
		return nil
	}
	c.forwarded++

	return c.forward(code, header)
}

// untraced hides the trace of a context. httptrace.WithClientTrace would call
// the hooks of the old trace besides those of the new one, so that nothing
// could be kept from them.
type untraced struct {
	context.Context
}

func (u untraced) Value(key any) any {
	v := u.Context.Value(key)
	if _, ok := v.(*httptrace.ClientTrace); ok {
		return nil
	}

	return v
}
