package handlers

import (
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// listenerMetrics shows the figures of the servers and certificates that a
// process has, summed up: configurations come and go above them.
type listenerMetrics struct {
	mu           sync.Mutex
	servers      []*listen.Server
	certificates []*listen.Certificates
}

var (
	tunnelsDesc = prometheus.NewDesc("signpost_tunnels",
		"Connections that left HTTP, as WebSockets do, and are open.", nil, nil)
	acceptErrorsDesc = prometheus.NewDesc("signpost_accept_errors_total",
		"Connections that could not be accepted, most often for want of descriptors.", nil, nil)
	expiryDesc = prometheus.NewDesc("signpost_certificate_expiry_seconds",
		"Seconds until the first certificate runs out; negative when it has.", nil, nil)
)

// WatchServer adds a server of visitors to the metrics.
func (s *State) WatchServer(srv *listen.Server) {
	s.listeners.mu.Lock()
	defer s.listeners.mu.Unlock()
	s.listeners.servers = append(s.listeners.servers, srv)
}

// WatchCertificates adds certificates to the metrics. What they read later, by
// Use or Reload, is seen too.
func (s *State) WatchCertificates(c *listen.Certificates) {
	s.listeners.mu.Lock()
	defer s.listeners.mu.Unlock()
	s.listeners.certificates = append(s.listeners.certificates, c)
}

// Describe implements prometheus.Collector.
func (m *listenerMetrics) Describe(to chan<- *prometheus.Desc) {
	to <- tunnelsDesc
	to <- acceptErrorsDesc
	to <- expiryDesc
}

// Collect implements prometheus.Collector.
func (m *listenerMetrics) Collect(to chan<- prometheus.Metric) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var open, errors float64
	for _, srv := range m.servers {
		open += float64(srv.Tunnels())
		errors += float64(srv.AcceptErrors())
	}
	to <- prometheus.MustNewConstMetric(tunnelsDesc, prometheus.GaugeValue, open)
	to <- prometheus.MustNewConstMetric(acceptErrorsDesc, prometheus.CounterValue, errors)
	if len(m.certificates) == 0 {
		return
	}
	first := slices.MinFunc(m.certificates, func(a, b *listen.Certificates) int { return a.Expiry().Compare(b.Expiry()) })
	to <- prometheus.MustNewConstMetric(expiryDesc, prometheus.GaugeValue, time.Until(first.Expiry()).Seconds())
}
