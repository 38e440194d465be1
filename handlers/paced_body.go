package handlers

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// pacedBody counts the time that its reader waits for the client. Time in which
// nobody reads, because the site's server is slow, does not count. The proxy's
// transport may still be reading when the handler has ended.
type pacedBody struct {
	io.ReadCloser
	control *http.ResponseController
	limit   time.Duration

	mu    sync.Mutex
	since time.Time     // when the read under way was begun; zero: none is
	left  time.Duration // of the limit
	read  int           // bytes within the limit
	whole bool          // the end of the body was seen
	ended bool          // the connection belongs to the server again
	given bool          // to others: there is no more time
}

// Read waits no longer than what is left of the time.
func (b *pacedBody) Read(p []byte) (int, error) {
	start := time.Now()
	b.before(start)
	n, err := b.ReadCloser.Read(p)
	b.after(time.Since(start), n, errors.Is(err, io.EOF))
	return n, err
}

func (b *pacedBody) before(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.since = now
	switch {
	case b.ended:
	case b.given:
		_ = b.control.SetReadDeadline(over)
	default:
		_ = b.control.SetReadDeadline(now.Add(b.left))
	}
}

// after takes the deadline back at once: after the end of the body the server
// goes on reading, to learn whether the client has left.
func (b *pacedBody) after(took time.Duration, n int, whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.since = time.Time{}
	b.whole = b.whole || whole
	if !b.ended {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	b.left -= took
	if b.read += n; b.read >= paceRead {
		b.read, b.left = 0, b.limit
	}
}

// isWhole reports that the body has come, all of it. No body is whole.
func (b *pacedBody) isWhole() bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.whole
}

// end gives the connection back. What is left of the body is drained by the
// server, for as long as one more piece may take.
func (b *pacedBody) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
	if !b.whole {
		_ = b.control.SetReadDeadline(time.Now().Add(b.limit))
	}
}
