package handlers

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/status"
)

// metrics count exchanges in a registry of their own. Every label has a closed
// set of values, or values that the owner has chosen: no path, no host of a
// request, no user agent.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	aborted  *prometheus.CounterVec
	reported *prometheus.CounterVec
	soft     *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	gates    *gateMetrics
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_requests_total",
			Help: "Finished requests, by site, the upstream's status, the served one, the verdict, what decided, the owner's rule and the cause.",
		}, []string{"site", "status", "served", "verdict", "why", "rule", "cause"}),
		aborted: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_requests_aborted_total",
			Help: "Requests whose client left, or whose answer broke off on the way.",
		}, []string{"site"}),
		reported: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_rules_reported_total",
			Help: "Answers that a rule in report mode matched.",
		}, []string{"site", "rule"}),
		soft: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_soft_conflicts_total",
			Help: "Writes that were answered by a success whose body tells of a conflict. The answers pass as they are.",
		}, []string{"site", "cause"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:                           "signpost_request_seconds",
			Help:                           "Time from the arrival of a request to the last byte of its answer.",
			Buckets:                        []float64{.001, .005, .02, .1, .5, 2, 10, 30},
			NativeHistogramBucketFactor:    1.1,
			NativeHistogramMaxBucketNumber: 100,
		}, []string{"site", "verdict"}),
	}
	m.registry.MustRegister(m.requests, m.aborted, m.reported, m.soft, m.latency, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) record(r *access.Record) {
	if r.Aborted {
		m.aborted.WithLabelValues(r.Site).Inc()
	}
	m.requests.WithLabelValues(r.Site, codeLabel(r.StatusUpstream), codeLabel(r.StatusServed),
		r.Verdict, r.Why, r.Rule, r.Cause).Inc()
	if r.Soft {
		m.soft.WithLabelValues(r.Site, r.Cause).Inc()
	}
	for _, rule := range r.Reported {
		m.reported.WithLabelValues(r.Site, rule).Inc()
	}
	m.latency.WithLabelValues(r.Site, r.Verdict).Observe(r.Duration.Seconds())
}

func codeLabel(c status.Code) string {
	if !c.Valid() {
		return "none"
	}
	return c.String()
}
