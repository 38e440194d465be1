package handlers

import (
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Admin returns the handler for the owner's own listener, never the visitors':
// /livez, /readyz and /metrics.
func (e *Edge) Admin() http.Handler {
	r := chi.NewRouter()
	r.Get("/livez", ok)
	r.Get("/readyz", ok)
	r.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(e.metrics.registry, promhttp.HandlerOpts{}))
	return r
}

func ok(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, "ok\n")
}
