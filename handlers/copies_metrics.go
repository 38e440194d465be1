package handlers

import "github.com/prometheus/client_golang/prometheus"

// copiesCollector shows the figures of the store of last-good copies that is in
// use.
type copiesCollector struct {
	state *State
}

var (
	copiesHeld    = prometheus.NewDesc("signpost_last_good_copies", "Last-good copies that are held.", nil, nil)
	copiesBytes   = prometheus.NewDesc("signpost_last_good_bytes", "Memory that they take.", nil, nil)
	copiesOnDisk  = prometheus.NewDesc("signpost_last_good_on_disk", "1 while they are written to disk.", nil, nil)
	copiesLost    = prometheus.NewDesc("signpost_last_good_lost_total", "Copies that could not be written to disk.", nil, nil)
	copiesDamaged = prometheus.NewDesc("signpost_last_good_damaged_total", "Copies that had changed on disk and were thrown away.", nil, nil)
	copiesSkipped = prometheus.NewDesc("signpost_last_good_skipped_total", "Good answers that were not kept, because too many came at once.", nil, nil)
)

// Describe names the figures.
func (c *copiesCollector) Describe(to chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, to) }

// Collect reads the figures.
func (c *copiesCollector) Collect(to chan<- prometheus.Metric) {
	st := c.state.copies.Load().Stats()
	onDisk := 0.0
	if st.OnDisk {
		onDisk = 1
	}
	for _, f := range []struct {
		desc  *prometheus.Desc
		kind  prometheus.ValueType
		value float64
	}{
		{copiesHeld, prometheus.GaugeValue, float64(st.Copies)},
		{copiesBytes, prometheus.GaugeValue, float64(st.Bytes)},
		{copiesOnDisk, prometheus.GaugeValue, onDisk},
		{copiesLost, prometheus.CounterValue, float64(st.Lost)},
		{copiesDamaged, prometheus.CounterValue, float64(st.Damaged)},
		{copiesSkipped, prometheus.CounterValue, float64(st.Skipped)},
	} {
		to <- prometheus.MustNewConstMetric(f.desc, f.kind, f.value)
	}
}
