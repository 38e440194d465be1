package config

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/status"
)

// Options of the access log that writes to w. The most special statuses of
// `sample` decide first: 404 before 4xx.
func (a *AccessLog) Options(w io.Writer, redact []string) access.Options {
	o := access.Options{Output: w, Format: a.Format, ClientIP: a.ClientIP, Query: a.Query}
	for _, name := range redact {
		if query, ok := strings.CutPrefix(name, "query:"); ok {
			o.Redact = append(o.Redact, query)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(a.Sample)) {
		if set, err := status.ParseSet(key); err == nil {
			o.Sample = append(o.Sample, access.Sample{Statuses: set, Share: float64(a.Sample[key])})
		}
	}
	slices.SortStableFunc(o.Sample, func(x, y access.Sample) int {
		return len(x.Statuses.Codes()) - len(y.Statuses.Codes())
	})
	return o
}
