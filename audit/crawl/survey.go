package crawl

import "cmp"

// survey is what one reading of the whole journal tells of all addresses.
type survey struct {
	graph   *graph
	keys    []string
	sources map[uint32][]Source // of those that keep their sources
	depths  depthFinder
	wanted  wantedIDs
}

// survey reads the journal once. The sources of plain answers are left out
// where all is more than the site can hold.
func (g *graph) survey(all bool) *survey {
	s := &survey{graph: g, keys: make([]string, len(g.nodes)), sources: map[uint32][]Source{}}
	s.depths.from = make([]span, len(g.nodes))
	wants := func(to uint32) bool {
		return all || int(to) >= len(g.nodes) || g.nodes[to].done && !g.nodes[to].plain
	}
	var c coder
	_ = g.journal.Replay(func(_ int64, record []byte) error {
		one := stepLinks{wants: wants}
		c.reads(record)
		if one.code(&c); c.in.err != nil {
			return c.in.err
		}
		for i, n := range one.Head.New {
			s.keys[int(one.Head.First)+i] = cmp.Or(n.Key, n.Raw)
		}
		from, isDocument := s.origin(&one)
		s.depths.add(from, isDocument, one.Edges)
		for _, e := range one.Edges {
			s.wanted.add(e)
			if wants(e.To) {
				s.name(one.From, e)
			}
		}
		return nil
	})
	return s
}

// origin is the document whose links a step holds; false for seeds and
// sitemaps, which are where everything begins.
func (s *survey) origin(one *stepLinks) (id uint32, document bool) {
	switch {
	case len(one.Edges) == 0:
	case one.Answer != nil:
		return one.Answer.ID, true
	case one.Released:
		a, err := ParseAddress(one.From)
		if err != nil {
			return 0, false
		}
		id, document = s.graph.ids[digestOf(a.Key)]
	}
	return id, document
}

func (s *survey) name(from string, e edge) {
	s.sources[e.To] = insertSource(s.sources[e.To], Source{
		Page: from, Role: e.Role, Element: e.Element, Attr: e.Attr, Written: e.Written, Text: e.Text, order: e.Order,
	})
}
