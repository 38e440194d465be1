package handlers

import (
	"net/http"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// How slow a peer may be: each piece of a body within the time.
const (
	paceTime  = 30 * time.Second // unless the options say otherwise
	paceRead  = 16 << 10         // bytes of a request
	paceWrite = 32 << 10         // bytes of an answer
)

// pacing ends exchanges whose client reads or sends too slowly. There is no
// limit on their whole length, and none while nothing is written: downloads,
// event streams and tunnels may last.
func pacing(limit time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			control := http.NewResponseController(w)
			out := &pacedWriter{ResponseWriter: w, control: control, limit: limit, stream: r.ProtoMajor > 1}
			if hasBody(r) {
				out.body = &pacedBody{ReadCloser: r.Body, control: control, limit: limit, left: limit}
				defer out.body.end()
			}
			r = r.WithContext(upstream.OccupiedBy(r.Context(), out))
			if out.body != nil {
				r.Body = out.body
			}
			next.ServeHTTP(out, r)
		})
	}
}

// pacedWriter gives each piece of an answer its own time. The deadline is not
// extended inside a write: a reader of one byte a second does not live for
// ever.
type pacedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	limit   time.Duration
	stream  bool       // of HTTP/2, where a deadline that passes ends an idle stream
	body    *pacedBody // of the request; nil: none
	duplex  bool       // the answer does not wait for the body

	mu    sync.Mutex
	since time.Time // when the piece on its way was begun; zero: none is
	given bool      // to others: there is no more time
}

// EnableFullDuplex lets the answer leave before the body has come.
func (w *pacedWriter) EnableFullDuplex() error {
	w.duplex = true
	return w.control.EnableFullDuplex()
}

// WriteHeader ends the connection with an answer that is earlier than the end
// of the body. In full duplex the server of net/http would take for the next
// request whatever it finds where such a body broke off.
func (w *pacedWriter) WriteHeader(code int) {
	if w.duplex && !status.Code(code).IsInformational() && !w.body.isWhole() {
		w.Header().Set("Connection", "close")
	}
	w.ResponseWriter.WriteHeader(code)
}

// Write sends p in pieces.
func (w *pacedWriter) Write(p []byte) (n int, err error) {
	defer func() { err = w.rest(err) }()
	for {
		if err := w.start(); err != nil {
			return n, err
		}
		m, err := w.ResponseWriter.Write(p[n:min(len(p), n+paceWrite)])
		n += m
		if err != nil || n == len(p) {
			return n, err
		}
	}
}

// FlushError sends what is buffered.
func (w *pacedWriter) FlushError() error {
	if err := w.start(); err != nil {
		return err
	}
	return w.rest(w.control.Flush())
}

// Unwrap serves http.ResponseController.
func (w *pacedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// start gives a piece its time. Errors of the deadlines mean a connection
// without any, as in tests of handlers.
func (w *pacedWriter) start() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.given {
		return errGivenUp
	}
	w.since = time.Now()
	_ = w.control.SetWriteDeadline(w.since.Add(w.limit))
	return nil
}

// rest takes the deadline back from a stream. A connection of HTTP/1 keeps it:
// what the server still holds when the handler ends is written under it, and
// the next answer sets its own.
func (w *pacedWriter) rest(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.since = time.Time{}
	if w.given {
		return errGivenUp
	}
	if w.stream {
		_ = w.control.SetWriteDeadline(time.Time{})
	}
	return err
}
