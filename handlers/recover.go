package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// recovering is the outermost box: a panic of the edge gives a page while
// nothing was sent, and a visible abort afterwards.
func (e *Edge) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := &responseWriter{ResponseWriter: w, proto10: !r.ProtoAtLeast(1, 1)}
		ex := &exchange{in: r, site: e.hosts.none}
		ex.record.Time = time.Now()
		defer e.afterPanic(out, ex)
		next.ServeHTTP(out, r.WithContext(withExchange(r.Context(), ex)))
	})
}

func (e *Edge) afterPanic(w *responseWriter, ex *exchange) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	e.log.Error("panic while serving", "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	if w.committed() {
		panic(http.ErrAbortHandler)
	}
	clear(w.Header())
	ex.site.answerFailure(w, ex, &upstream.Failure{
		Type: "proxy_internal_error", Word: "internal", Status: status.InternalServerError,
		Err: fmt.Errorf("panic: %v", v),
	})
}
