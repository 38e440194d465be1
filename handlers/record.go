package handlers

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-3913a1bb/signpost/handlers/access"
)

// recording counts and logs every exchange when it is over, aborted ones too.
func (e *Edge) recording(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ex := exchangeOf(r)
		ex.in = r
		done := false
		defer func() { e.finish(ex, w, done) }()
		next.ServeHTTP(w, r)
		done = true
	})
}

// finish completes the record and hands it on.
func (e *Edge) finish(ex *exchange, w http.ResponseWriter, done bool) {
	rec := &ex.record
	rec.Duration = time.Since(rec.Time)
	rec.Reported = append(rec.Reported, ex.visit.Reported...)
	rec.ID, rec.Site, rec.Aborted = ex.id, ex.site.name, !done
	if out, ok := w.(*responseWriter); ok {
		rec.StatusServed, rec.Bytes = out.status, out.bytes
	}
	r := ex.in
	rec.Client = middleware.GetClientIPAddr(r.Context())
	rec.Method, rec.Host, rec.Proto = r.Method, r.Host, r.Proto
	rec.Path, rec.Query = r.URL.EscapedPath(), r.URL.RawQuery
	rec.Referer, rec.UserAgent = r.Header.Get("Referer"), r.Header.Get("User-Agent")
	switch {
	case ex.soft == nil:
		e.keep(rec)
	case !done: // what broke off is not read, and a panic goes on writing the record
		ex.site.state.softly.leave()
		e.keep(rec)
	default:
		e.late.Go(func() { // the last bytes leave when the handler has ended
			ex.noteSoft()
			e.keep(rec)
		})
	}
}

// keep counts the record and writes it.
func (e *Edge) keep(rec *access.Record) {
	e.state.metrics.record(rec)
	if e.access != nil {
		e.access.Write(rec)
	}
}
