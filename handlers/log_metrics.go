package handlers

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/seed-3913a1bb/signpost/handlers/access"
)

// logMetrics shows what the access logs of the process have lost, summed up:
// edges come and go above them.
type logMetrics struct {
	mu   sync.Mutex
	logs map[*access.Log]struct{}
}

var logDroppedDesc = prometheus.NewDesc("signpost_access_log_dropped_total",
	"Lines that the access log has lost, because its output was slow or broken.", nil, nil)

// watch adds a log; nil and one that is known change nothing.
func (m *logMetrics) watch(l *access.Log) {
	if l == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.logs == nil {
		m.logs = map[*access.Log]struct{}{}
	}
	m.logs[l] = struct{}{}
}

// Describe implements prometheus.Collector.
func (m *logMetrics) Describe(to chan<- *prometheus.Desc) { to <- logDroppedDesc }

// Collect implements prometheus.Collector.
func (m *logMetrics) Collect(to chan<- prometheus.Metric) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var dropped uint64
	for l := range m.logs {
		dropped += l.Dropped()
	}
	to <- prometheus.MustNewConstMetric(logDroppedDesc, prometheus.CounterValue, float64(dropped))
}
