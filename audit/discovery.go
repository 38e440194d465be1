package audit

import "time"

// DiscoveryPoint is how much of the site was known at a moment of the crawl.
type DiscoveryPoint struct {
	Seconds float64 `json:"seconds"` // since the beginning
	Asked   int     `json:"asked"`   // addresses asked until then
	Known   int     `json:"known"`   // addresses found until then
}

// maxPoints bounds a discovery, whatever the size of the site.
const maxPoints = 128

// discovery keeps evenly spaced moments of a crawl. When there are too many,
// every second one goes and the distance doubles. The zero discovery is ready.
type discovery struct {
	points []DiscoveryPoint
	last   DiscoveryPoint
	step   int
}

// add takes one moment. Moments come in any order, as workers overtake each
// other.
func (d *discovery) add(at time.Duration, asked, known int) {
	if asked < d.last.Asked || asked == d.last.Asked && known <= d.last.Known {
		return
	}
	d.last = DiscoveryPoint{Seconds: at.Round(time.Millisecond).Seconds(), Asked: asked, Known: known}
	if n := len(d.points); n > 0 && asked < d.points[n-1].Asked+max(d.step, 1) {
		if asked == d.points[n-1].Asked {
			d.points[n-1] = d.last
		}
		return
	}
	d.points = append(d.points, d.last)
	if len(d.points) < maxPoints {
		return
	}
	for i := range len(d.points) / 2 {
		d.points[i] = d.points[2*i+1]
	}
	d.points, d.step = d.points[:len(d.points)/2], 2*max(d.step, 1)
}

// list gives the moments, the last one at the end.
func (d *discovery) list() []DiscoveryPoint {
	out := append([]DiscoveryPoint{}, d.points...)
	if n := len(out); n > 0 && out[n-1].Asked < d.last.Asked {
		out = append(out, d.last)
	}
	return out
}
