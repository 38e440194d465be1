package handlers

import (
	"log/slog"
	"net/http"
	"time"
)

// Intercept returns a middleware that gives the error answers of any net/http
// program the same care as the edge gives those of a site behind it: poor ones
// become pages for people, and programs get what the handler wrote. What passes
// is not touched.
//
// The site's Upstream and Hosts play no part, nor do rules about answers that are
// no errors. Panics of the handler go on to
// whoever recovers them. Flush, Hijack and http.ResponseController work as
// without it; a handler that flushes an error early is judged by what it has
// written so far. The middleware is safe for concurrent use.
func Intercept(o Site) func(http.Handler) http.Handler {
	o.setDefaults()
	return func(next http.Handler) http.Handler {
		s := newSite(o, shelf{}, slog.New(slog.DiscardHandler))
		s.proxy = &interceptor{site: s, next: next}
		return s.alone(requestID(s))
	}
}

// alone gives every request the exchange that the boxes of an edge share.
func (s *site) alone(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ex := &exchange{in: r, site: s, inProcess: true}
		ex.record.Time = time.Now()
		defer ex.visit.Leave()
		next.ServeHTTP(w, r.WithContext(withExchange(r.Context(), ex)))
	})
}

// interceptor is what stands in the place of the proxy when the site's server is
// a handler of the same program.
type interceptor struct {
	site *site
	next http.Handler
}

func (i *interceptor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	iw := &interceptWriter{out: w, site: i.site, ex: exchangeOf(r)}
	i.next.ServeHTTP(iw, r)
	iw.finish()
}
