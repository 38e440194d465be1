package handlers

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

// responseWriter notes what has been sent. Flush, Hijack and deadlines are
// found through Unwrap.
type responseWriter struct {
	http.ResponseWriter
	proto10 bool        // HTTP/1.0 knows no informational answers
	status  status.Code // final status sent; 0: none yet
	bytes   int64       // of the body, written so far
}

// WriteHeader lets informational answers through without taking them for the
// final one. A second final one is ignored.
func (w *responseWriter) WriteHeader(code int) {
	c := status.Code(code)
	switch {
	case w.status.Valid():
	case c.IsInformational() && !c.Is(status.SwitchingProtocols):
		if !w.proto10 {
			w.ResponseWriter.WriteHeader(code)
		}
	default:
		w.status = c
		w.ResponseWriter.WriteHeader(code)
	}
}

// Write sends body bytes; the first ones without a status make it 200.
func (w *responseWriter) Write(p []byte) (int, error) {
	w.commit()
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// FlushError sends what is buffered, the header too.
func (w *responseWriter) FlushError() error {
	w.commit()
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap serves http.ResponseController.
func (w *responseWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *responseWriter) commit() {
	if !w.status.Valid() {
		w.status = status.OK
	}
}

// committed reports that the header has left.
func (w *responseWriter) committed() bool { return w.status.Valid() }
