package handlers

import (
	"net/http"
	"strconv"
	"time"
)

// timing is where the time of a request went until its answer was written.
type timing struct {
	upstream time.Duration // until the header of the upstream's answer; 0: none was asked
	edge     time.Duration // all the rest
}

func timingOf(ex *exchange) timing {
	rec := &ex.record
	if rec.Time.IsZero() {
		return timing{}
	}
	return timing{upstream: rec.Upstream, edge: time.Since(rec.Time) - rec.Upstream}
}

// setServerTiming tells the owner's tools how long the site's server and the
// edge took (Server Timing, W3C). Browsers show it to the site's own pages only.
func setServerTiming(r *replacement, h http.Header) {
	if r.timing == (timing{}) {
		return
	}
	value := make([]byte, 0, 48)
	if r.timing.upstream > 0 {
		value = appendTiming(value, "upstream;dur=", r.timing.upstream)
		value = append(value, ", "...)
	}
	value = appendTiming(value, edgeName+";dur=", r.timing.edge)
	h.Add("Server-Timing", string(value))
}

func appendTiming(b []byte, name string, d time.Duration) []byte {
	return strconv.AppendFloat(append(b, name...), float64(d.Microseconds())/1000, 'f', -1, 64)
}
