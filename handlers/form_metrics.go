package handlers

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/seed-3913a1bb/signpost/handlers/form"
)

// registerForms tells how much memory kept forms take. Nothing of a form is in
// it.
func registerForms(r *prometheus.Registry, k *form.Keeper) {
	r.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "signpost_kept_form_bytes",
			Help: "Memory set aside for forms that are being kept, at most 64 MiB.",
		}, func() float64 { return float64(k.Used()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "signpost_forms_not_kept_total",
			Help: "Forms that were not kept because that memory was full.",
		}, func() float64 { return float64(k.Refused()) }),
	)
}
