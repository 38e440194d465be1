package upstream

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// guarded tells a connection which exchange holds it and which request comes
// next. It gives up a connection after an answer with Content-Length and
// Transfer-Encoding: the coding counts, but whoever sent both is not to be
// trusted with another exchange (RFC 9112 section 6.3).
type guarded struct {
	next http.RoundTripper
}

func (g guarded) RoundTrip(req *http.Request) (*http.Response, error) {
	var conn atomic.Pointer[guardedConn]

	ctx := retrace(req.Context(), func(t *httptrace.ClientTrace) {
		then := t.GotConn
		t.GotConn = func(info httptrace.GotConnInfo) {
			if c, ok := info.Conn.(*guardedConn); ok {
				c.expect(req.Method)
				c.place.take(req.Context())
				conn.Store(c)
			}
			if then != nil {
				then(info)
			}
		}
	})

	res, err := g.next.RoundTrip(req.WithContext(ctx))
	c := conn.Load()
	switch {
	case c == nil:
		return res, err
	case err != nil && c.endedInHeader():
		return nil, fmt.Errorf("%w in the header: %w", io.ErrUnexpectedEOF, err)
	case err != nil:
		return nil, err
	case c.ambiguous():
		res.Body = &lastBody{res.Body, c}
	}

	return res, nil
}

// lastBody is the body of the last answer that a connection carries.
type lastBody struct {
	io.ReadCloser
	conn io.Closer
}

// Read closes the connection at the end of the body.
func (b *lastBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		_ = b.conn.Close()
	}

	return n, err
}

// Close closes the connection with the body.
func (b *lastBody) Close() error {
	_ = b.conn.Close()

	return b.ReadCloser.Close()
}
