package handlers

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// configMetrics tell whether the configuration on disk is the one that serves.
type configMetrics struct {
	successful prometheus.Gauge
	since      prometheus.Gauge
}

func newConfigMetrics(r *prometheus.Registry) configMetrics {
	m := configMetrics{
		successful: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "signpost_config_last_reload_successful",
			Help: "1 when the newest configuration serves, 0 when it was refused and an older one serves.",
		}),
		since: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "signpost_config_last_reload_success_timestamp_seconds",
			Help: "When the configuration that serves was taken over.",
		}),
	}
	r.MustRegister(m.successful, m.since)
	return m
}

// Configured notes that a configuration serves since then.
func (s *State) Configured(at time.Time) {
	s.config.successful.Set(1)
	s.config.since.Set(float64(at.UnixMilli()) / 1000)
}

// ConfigRefused notes that a new configuration was refused: the old one serves.
func (s *State) ConfigRefused() { s.config.successful.Set(0) }
