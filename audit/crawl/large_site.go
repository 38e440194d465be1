package crawl

import (
	"cmp"
	"slices"
)

// heldResources is up to how many addresses a Site is held in memory.
const heldResources = 20000

// fill gives the site what the graph knows: as a list when there is little of
// it, else as a view of the journal. The graph is complete by then.
func (g *graph) fill(s *Site, most int) {
	order := g.sorted()
	if len(order) > most {
		s.large = &largeSite{graph: g, order: order}
		s.large.sources = g.sources(func(id uint32) bool { return g.nodes[id].done && !g.resource(id).isPlain() })
		return
	}
	s.byKey = make(map[string]*Resource, len(order))
	sources := g.sources(func(uint32) bool { return true })
	for _, id := range order {
		r := g.resource(id)
		r.Sources = sources[id]
		s.sorted = append(s.sorted, r)
		s.byKey[r.Address.Key] = r
	}
}

// sorted lists the addresses by Key.
func (g *graph) sorted() []uint32 {
	keys := make([]string, len(g.nodes))
	_ = g.journal.Replay(func(_ int64, record []byte) error {
		var head stepHead
		if err := decode(record, &head); err != nil {
			return err
		}
		for i, n := range head.New {
			keys[int(head.First)+i] = orDefault(n.Key, n.Raw)
		}
		return nil
	})
	order := make([]uint32, len(g.nodes))
	for id := range order {
		order[id] = uint32(id)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(keys[a], keys[b]) })
	return order
}

// sources finds the first places that name the addresses that are wanted.
func (g *graph) sources(wanted func(id uint32) bool) map[uint32][]Source {
	known := make([]int8, len(g.nodes)) // 0: not asked yet
	out := map[uint32][]Source{}
	_ = g.journal.Replay(func(_ int64, record []byte) error {
		var s step
		if err := decode(record, &s); err != nil {
			return err
		}
		for _, e := range s.Edges {
			if known[e.To] == 0 {
				known[e.To] = -1
				if wanted(e.To) {
					known[e.To] = 1
				}
			}
			if known[e.To] > 0 {
				out[e.To] = insertSource(out[e.To], Source{
					Page: s.From, Role: e.Role, Element: e.Element, Attr: e.Attr, Written: e.Written, Text: e.Text, order: e.Order,
				})
			}
		}
		return nil
	})
	return out
}

// largeSite reads addresses from the journal when they are looked at.
type largeSite struct {
	graph   *graph
	order   []uint32
	sources map[uint32][]Source // of what did not answer 2xx
}

func (l *largeSite) all(yield func(*Resource) bool) {
	for _, id := range l.order {
		if !yield(l.at(id)) {
			return
		}
	}
}

func (l *largeSite) at(id uint32) *Resource {
	r := l.graph.resource(id)
	r.Sources = l.sources[id]
	return r
}

func (l *largeSite) resource(key string) *Resource {
	id, known := l.graph.ids[digestOf(key)]
	if !known {
		return nil
	}
	return l.at(id)
}
