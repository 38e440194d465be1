package handlers

import (
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/status"
)

// Admin returns the handler for the owner's own listener, never the visitors':
// /livez while the process works, /readyz until it drains, /startupz and
// /metrics, and /maintenance, which closes and opens a site (gate.Admin).
func (l *Live) Admin() http.Handler {
	r := chi.NewRouter()
	r.Get("/livez", ok)
	r.Get("/startupz", ok)
	r.Get("/readyz", l.ready)
	r.Handle("/maintenance", gate.Admin(l.state.maintenanceOf))
	r.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(l.state.metrics.registry, promhttp.HandlerOpts{}))
	return r
}

// ready tells a load balancer to send nobody new while the edge drains.
func (l *Live) ready(w http.ResponseWriter, r *http.Request) {
	if !l.state.draining.Load() {
		ok(w, r)
		return
	}
	adminText(w, status.ServiceUnavailable, "draining\n")
}

func ok(w http.ResponseWriter, _ *http.Request) { adminText(w, status.OK, "ok\n") }

func adminText(w http.ResponseWriter, code status.Code, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(int(code))
	_, _ = io.WriteString(w, text)
}
