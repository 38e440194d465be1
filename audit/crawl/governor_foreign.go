package crawl

import "time"

// gentle is this pace for a site of others.
func (p Pace) gentle() Pace {
	foreign := ForeignPace(p.Step)
	p.Start, p.Ceiling = min(p.Start, foreign.Start), min(p.Ceiling, foreign.Ceiling)
	if p.Rate == 0 || p.Rate > foreign.Rate {
		p.Rate = foreign.Rate
	}
	return p
}

// setPace gives a host its limits: gentle ones when it is none of the run's own,
// but on loopback, where nobody is disturbed.
func (g *Governor) setPace(h *hostState) {
	p := g.pace
	if g.foreign != nil && g.foreign(h.Host) {
		h.outside = true
		if a, err := ParseAddress("http://" + h.Host + "/"); err != nil || !AllLoopback([]Address{a}) {
			p = p.gentle()
		}
	}
	h.limit, h.ceiling = p.Start, p.Ceiling
	if p.Rate > 0 {
		h.gap = time.Duration(float64(time.Second) / p.Rate)
	}
}
