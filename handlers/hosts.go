package handlers

import (
	"strings"
)

// anyHost is the pattern that every host matches.
const anyHost = "*"

// hostTable finds the site of a host: the exact name, then the longest pattern
// above it, then the site for any host. The zero value knows no site.
type hostTable struct {
	exact map[string]*site
	below map[string]*site // by "shop.example" for "*.shop.example"
	any   *site
	none  *site // answers for hosts that match nothing
}

func (t *hostTable) add(patterns []string, s *site) {
	for _, p := range patterns {
		p = strings.ToLower(p)
		switch parent, wild := strings.CutPrefix(p, "*."); {
		case p == anyHost:
			t.any = s
		case wild:
			put(&t.below, parent, s)
		default:
			put(&t.exact, p, s)
		}
	}
}

func put(m *map[string]*site, key string, s *site) {
	if *m == nil {
		*m = map[string]*site{}
	}
	(*m)[key] = s
}

// find takes a host without port. Names compare without case, and a dot at the
// end is the root that every name ends in.
func (t *hostTable) find(host string) *site {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if s, ok := t.exact[host]; ok {
		return s
	}
	for parent := host; len(t.below) > 0; {
		_, rest, more := strings.Cut(parent, ".")
		if !more {
			break
		}
		if s, ok := t.below[rest]; ok {
			return s
		}
		parent = rest
	}
	if t.any != nil {
		return t.any
	}
	return t.none
}
