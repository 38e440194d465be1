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
	held := len(g.nodes) <= most
	known := g.survey(held)
	g.depths = known.depths.find()
	known.depths = depthFinder{}
	s.Fragments, s.FragmentsLeft = g.fragments(known.wanted)
	known.wanted = wantedIDs{}
	order := known.order()
	if !held {
		s.large = &largeSite{graph: g, order: order, sources: known.sources}
		s.large.reader = newBatchReader(s.large.batch)
		g.copy = copyInOrder(g, order)
		return
	}
	s.byKey = make(map[string]*Resource, len(order))
	for _, id := range order {
		r := g.resource(id)
		r.Sources = known.sources[id]
		s.sorted = append(s.sorted, r)
		s.byKey[r.Address.Key] = r
	}
}

// order lists the addresses by Key.
func (s *survey) order() []uint32 {
	order := make([]uint32, len(s.keys))
	for id := range order {
		order[id] = uint32(id)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(s.keys[a], s.keys[b]) })
	return order
}

// largeSite reads addresses from the journal when they are looked at.
type largeSite struct {
	graph   *graph
	order   []uint32
	sources map[uint32][]Source // of what did not answer 2xx
	reader  *batchReader
}

func (l *largeSite) all(yield func(*Resource) bool) {
	for start := 0; start < len(l.order); start += batchSize {
		for _, r := range l.reader.batch(start / batchSize) {
			if !yield(r) {
				return
			}
		}
	}
}

// batch reads the resources from a number times batchSize on.
func (l *largeSite) batch(number int) []*Resource {
	start := number * batchSize
	ids := l.order[start:min(start+batchSize, len(l.order))]
	list := l.graph.copy.batch(number, ids)
	if list == nil {
		for _, id := range ids {
			list = append(list, l.graph.resource(id))
		}
	}
	for i, id := range ids {
		list[i].Sources = l.sources[id]
	}
	return list
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
