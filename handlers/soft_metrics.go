package handlers

import "github.com/prometheus/client_golang/prometheus"

// registerSoft tells how many answers were not read for a conflict.
func registerSoft(r *prometheus.Registry, room *softRoom) {
	r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "signpost_soft_unread_total",
		Help: "Successes in answer to writes that were not read for a conflict, because too many were under way.",
	}, func() float64 { return float64(room.unread.Load()) }))
}
