package handlers

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/seed-3913a1bb/signpost/status"
)

// metrics count exchanges in a registry of their own. Every label has a closed
// set of values: no path, no host, no user agent.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	aborted  prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_requests_total",
			Help: "Finished requests, by the upstream's status, the served one, the verdict, what decided and the cause.",
		}, []string{"status", "served", "verdict", "why", "cause"}),
		aborted: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "signpost_requests_aborted_total",
			Help: "Requests whose client left, or whose answer broke off on the way.",
		}),
	}
	m.registry.MustRegister(m.requests, m.aborted, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) record(ex *exchange, w http.ResponseWriter, done bool) {
	if !done {
		m.aborted.Inc()
	}
	o := ex.outcome
	m.requests.WithLabelValues(codeLabel(o.upstream), codeLabel(servedBy(w)), o.verdict, o.why, o.cause).Inc()
}

func servedBy(w http.ResponseWriter) status.Code {
	if rw, ok := w.(*responseWriter); ok {
		return rw.status
	}
	return 0
}

func codeLabel(c status.Code) string {
	if !c.Valid() {
		return "none"
	}
	return c.String()
}
