package views

import (
	"slices"
	"strings"
)

// parts says which parts of a page appear.
type parts struct{ requestID, time, steps, links, contact, quote bool }

var allParts = parts{true, true, true, true, true, true}

// partNames lead from a word to its part. Read-only.
var partNames = []struct {
	name string
	of   func(*parts) *bool
}{
	{"request_id", func(p *parts) *bool { return &p.requestID }},
	{"time", func(p *parts) *bool { return &p.time }},
	{"steps", func(p *parts) *bool { return &p.steps }},
	{"links", func(p *parts) *bool { return &p.links }},
	{"contact", func(p *parts) *bool { return &p.contact }},
	{"upstream_sentence", func(p *parts) *bool { return &p.quote }},
}

// Parts lists the words of BrandOptions.Show.
func Parts() []string {
	var names []string
	for _, part := range partNames {
		names = append(names, part.name)
	}
	return names
}

// Showing returns the brand with other parts of the page shown: those that are
// named, of [Parts]; unknown names show nothing.
func (b Brand) Showing(names []string) Brand {
	l := *b.looks()
	l.shown = parts{}
	for _, part := range partNames {
		*part.of(&l.shown) = slices.Contains(names, part.name)
	}
	b.look = &l
	return b
}

func checkShow(show []string, wrong *Mistakes) parts {
	if show == nil {
		return allParts
	}
	var shown parts
	for _, name := range show {
		i := slices.Index(Parts(), name)
		if i < 0 {
			wrong.add("show", "the parts are "+strings.Join(Parts(), ", "), "%q is no part of a page", name)
			continue
		}
		*partNames[i].of(&shown) = true
	}
	return shown
}
