package handlers

import (
	"net/http"
)

// recording counts every exchange when it is over, aborted ones too.
func (e *Edge) recording(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ex := exchangeOf(r)
		ex.in = r
		done := false
		defer func() { e.metrics.record(ex, w, done) }()
		next.ServeHTTP(w, r)
		done = true
	})
}
