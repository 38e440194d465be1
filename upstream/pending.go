package upstream

import (
	"io"
	"net/http"
	"sync/atomic"
)

// follow counts an exchange as pending until the body of its answer has ended.
func (s *server) follow(res *http.Response) {
	if res.Body == http.NoBody {
		s.pending.Add(-1)

		return
	}
	body := &pendingBody{ReadCloser: res.Body, pending: &s.pending}
	if w, ok := res.Body.(io.Writer); ok { // a tunnel, after a switch of protocols
		res.Body = pendingTunnel{body, w}

		return
	}
	res.Body = body
}

// pendingBody is the body of an exchange that is under way.
type pendingBody struct {
	io.ReadCloser
	pending *atomic.Int64
	ended   atomic.Bool
}

// Read reads from the body. Its end, or an error, ends the exchange.
func (b *pendingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.end()
	}

	return n, err
}

// Close ends the exchange.
func (b *pendingBody) Close() error {
	b.end()

	return b.ReadCloser.Close()
}

func (b *pendingBody) end() {
	if !b.ended.Swap(true) {
		b.pending.Add(-1)
	}
}

// pendingTunnel is pending until it is closed; one direction may end before
// the other.
type pendingTunnel struct {
	*pendingBody
	io.Writer
}

// Read reads from the tunnel.
func (t pendingTunnel) Read(p []byte) (int, error) { return t.ReadCloser.Read(p) }
