package crawl

import (
	"bytes"
	"context"
	"net"
	"sync"

	"github.com/seed-3913a1bb/signpost/status"
)

// tap hears the first bytes that come over a connection. What stands behind the
// end of an answer without a body is seen nowhere else: net/http drops it.
type tap struct {
	mu    sync.Mutex
	heard []byte
}

// maxTapped is enough for a header and the start of what follows it.
const maxTapped = 16 << 10

type tapKey struct{}

// withTap listens to a request that may be answered with 304 on a connection of
// its own, as far as the connection is not encrypted; else the tap is nil.
func withTap(ctx context.Context, r request) (context.Context, *tap) {
	if !r.fresh || r.address.Scheme != "http" || r.header.Get("If-None-Match") == "" && r.header.Get("If-Modified-Since") == "" {
		return ctx, nil
	}
	t := &tap{}
	return context.WithValue(ctx, tapKey{}, t), t
}

type familyKey struct{}

// withFamily wants a connection by one version of IP; empty: any.
func withFamily(ctx context.Context, network string) context.Context {
	if network == "" {
		return ctx
	}
	return context.WithValue(ctx, familyKey{}, network)
}

type dialFunc = func(context.Context, string, string) (net.Conn, error)

// tapped lets connections be heard, and made by one version of IP, whose context
// wants it.
func tapped(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, target string) (net.Conn, error) {
		if family, wanted := ctx.Value(familyKey{}).(string); wanted {
			network = family
		}
		conn, err := dial(ctx, network, target)
		if t, wanted := ctx.Value(tapKey{}).(*tap); wanted && err == nil {
			return tapConn{conn, t}, nil
		}
		return conn, err
	}
}

type tapConn struct {
	net.Conn
	tap *tap
}

// Read reads from the connection.
func (c tapConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.tap.mu.Lock()
	defer c.tap.mu.Unlock()
	c.tap.heard = append(c.tap.heard, p[:min(n, maxTapped-len(c.tap.heard))]...)
	return n, err
}

// behind counts the bytes heard so far behind the header of a 304; of any other
// status it says 0. Informational answers before it are passed over.
func (t *tap) behind(code status.Code) int {
	if t == nil || !code.Is(status.NotModified) {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	rest := t.heard
	for {
		head, after, whole := bytes.Cut(rest, []byte("\r\n\r\n"))
		if !whole {
			return 0
		}
		if _, number, _ := bytes.Cut(head, []byte(" ")); !bytes.HasPrefix(number, []byte("1")) {
			return len(after)
		}
		rest = after
	}
}
