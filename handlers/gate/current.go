package gate

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Fetch reads the present state of a resource from the site's servers, never
// from a copy. The request is a GET with the client's own credentials; the
// fetcher adds what every request to the servers carries.
type Fetch func(*http.Request) (*http.Response, error)

const (
	readTime  = 5 * time.Second // for the read before a write
	drainSize = 64 << 10        // of its body, so that the connection is kept
)

// read asks for the present state of what a write is about to change. Whatever
// is neither a representation nor its absence leaves the state unknown.
func (f Fetch) read(r *http.Request) current {
	ctx, cancel := context.WithTimeout(r.Context(), readTime)
	defer cancel()

	res, err := f(readOf(ctx, r))
	if err != nil {
		return current{}
	}
	defer res.Body.Close()
	_, err = io.CopyN(io.Discard, res.Body, drainSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return current{}
	}

	code := status.Code(res.StatusCode)
	c := current{known: code.IsSuccess() || absent.Has(code), exists: code.IsSuccess()}
	if tag, rest, ok := parseTag(strings.Trim(res.Header.Get("Etag"), " \t")); ok && rest == "" {
		c.tag = tag
	}
	if at, err := http.ParseTime(res.Header.Get("Last-Modified")); err == nil {
		c.modified = at
	}
	return c
}

var absent = status.Of(status.NotFound, status.Gone)

// readOf makes the read that belongs to a write: the same address, and of the
// header what chooses the representation and says who asks.
func readOf(ctx context.Context, write *http.Request) *http.Request {
	r := write.Clone(ctx)
	r.Method = http.MethodGet
	r.Body, r.GetBody, r.ContentLength = http.NoBody, nil, 0
	r.TransferEncoding, r.Trailer = nil, nil
	for _, line := range r.Header["Connection"] {
		for name := range strings.SplitSeq(line, ",") {
			r.Header.Del(strings.TrimSpace(name)) // belongs to one hop (RFC 9110 section 7.6.1)
		}
	}
	for name := range r.Header {
		if notOfARead(name) {
			delete(r.Header, name)
		}
	}
	r.Header["Cache-Control"] = []string{"no-cache"}
	return r
}

// notOfARead are the fields of a write's body, of its conditions and of its
// connection, and those that rename its method.
func notOfARead(name string) bool {
	if strings.HasPrefix(name, "If-") || strings.HasPrefix(name, "Content-") {
		return true
	}
	switch name {
	case "Range", "Expect", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Connection", "Keep-Alive",
		"Proxy-Connection", "Http2-Settings", "Idempotency-Key", "Digest",
		"X-Http-Method-Override", "X-Http-Method", "X-Method-Override": // would turn the read into a write
		return true
	}
	return false
}
