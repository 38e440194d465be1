package handlers

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

// gateMetrics count what the gates decide. Names of sites and limits are the
// owner's; nothing of a request is a label.
type gateMetrics struct {
	limited *prometheus.CounterVec
	guarded *prometheus.CounterVec
	shed    *prometheus.CounterVec
}

func newGateMetrics(s *State) *gateMetrics {
	m := &gateMetrics{
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_rate_limit_decisions_total",
			Help: "Requests that a rate limit looked at, by policy, mode and decision.",
		}, []string{"site", "policy", "mode", "decision"}),
		guarded: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_guard_decisions_total",
			Help: "Writes that a part of the precondition guard looked at, by decision.",
		}, []string{"site", "guard", "decision"}),
		shed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_shed_total",
			Help: "Requests turned away because too many were in flight or too little memory was left.",
		}, []string{"reason"}),
	}
	inFlight := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "signpost_requests_in_flight",
		Help: "Requests that are being served.",
	}, func() float64 { return float64(s.inFlight.Load()) })
	s.metrics.registry.MustRegister(m.limited, m.guarded, m.shed, inFlight, gateStates{s})
	return m
}

// limits counts for one rate limit.
func (m *gateMetrics) limits(site string, l gate.LimitOptions) gate.Count {
	mode := l.Mode
	if mode == "" {
		mode = gate.Enforce
	}
	counters := map[gate.Decision]prometheus.Counter{} // found once, as every request counts
	for _, d := range []gate.Decision{gate.Allowed, gate.Refused, gate.WouldRefuse} {
		counters[d] = m.limited.WithLabelValues(site, l.Name, string(mode), string(d))
	}
	return func(_ string, d gate.Decision) { counters[d].Inc() }
}

// guards counts for the precondition guard of a site.
func (m *gateMetrics) guards(site string) gate.Count {
	counters := m.guarded.MustCurryWith(prometheus.Labels{"site": site})
	return func(name string, d gate.Decision) { counters.WithLabelValues(name, string(d)).Inc() }
}

// sheds counts for the guard against overload.
func (m *gateMetrics) sheds(reason string, _ gate.Decision) { m.shed.WithLabelValues(reason).Inc() }

// gateStates tells how the gates of the serving edge stand: for how long a site
// has been closed, and how full the bounded memories are. It raises the alarms
// too, so that they come where nobody visits.
type gateStates struct{ state *State }

var (
	closedDesc = prometheus.NewDesc("signpost_maintenance_seconds",
		"For how long a site has been closed for maintenance; 0 while it is open.", []string{"site"}, nil)
	clientsDesc = prometheus.NewDesc("signpost_rate_limit_clients",
		"Clients that a rate limit remembers, at most 65536.", []string{"site", "policy"}, nil)
	writesDesc = prometheus.NewDesc("signpost_guard_resources",
		"Resources that are being written through the guard, at most 4096.", []string{"site"}, nil)
)

// Describe implements prometheus.Collector.
func (gateStates) Describe(ch chan<- *prometheus.Desc) {
	ch <- closedDesc
	ch <- clientsDesc
	ch <- writesDesc
}

// Collect implements prometheus.Collector.
func (c gateStates) Collect(ch chan<- prometheus.Metric) {
	e := c.state.serving.Load()
	if e == nil {
		return
	}
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	for _, s := range e.sites {
		s.closing.Alarm()
		gauge(closedDesc, s.closing.ClosedFor().Seconds(), s.name)
		for _, g := range s.gates {
			switch g := g.(type) {
			case *gate.Limit:
				gauge(clientsDesc, float64(g.Table.Len()), s.name, g.Name)
			case *gate.Guard:
				gauge(writesDesc, float64(g.Shared.Busy()), s.name)
			}
		}
	}
}
