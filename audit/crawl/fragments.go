package crawl

import (
	"cmp"
	"slices"
	"strings"
)

const (
	maxWanted       = 2 << 20 // ids that are looked for on a whole site; eight bytes each
	maxLacking      = 10000   // that are told
	fragmentSources = 3       // places that are kept of each
	maxFragmentHops = 10
)

// Fragment is an id that links name and that their page does not have.
type Fragment struct {
	Of      Address // the page, at the end of redirects
	Linked  Address // as it is linked
	Name    string  // the id, decoded
	Sources []Source
	Total   int
}

// wantedID is the number of an address, and below it the hash of an id.
type wantedID uint64

func newWanted(to, id uint32) wantedID { return wantedID(to)<<32 | wantedID(id) }
func (w wantedID) to() uint32          { return uint32(w >> 32) }
func (w wantedID) hash() uint32        { return uint32(w) }

// wantedIDs are the ids that the links of a site name, each at least once.
type wantedIDs struct {
	list []wantedID
	full bool
	left int // that were not taken up
}

func (w *wantedIDs) add(e edge) {
	for _, name := range e.Fragments {
		if w.full {
			w.left++
			continue
		}
		if w.list = append(w.list, newWanted(e.To, idHash(name))); len(w.list) >= maxWanted {
			w.compact()
			w.full = len(w.list) > maxWanted/2
		}
	}
}

func (w *wantedIDs) compact() {
	slices.Sort(w.list)
	w.list = slices.Compact(w.list)
}

// fragments finds the ids that links name and their pages lack, sorted, and
// counts those that were not looked for. Pages are read one by one, so that no
// more than the names is in memory.
func (g *graph) fragments(w wantedIDs) ([]*Fragment, int) {
	w.compact()
	missing := map[wantedID]*Fragment{}
	for rest := w.list; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(id wantedID) bool { return id.to() != rest[0].to() })
		if n < 0 {
			n = len(rest)
		}
		g.lacking(rest[:n], missing, &w.left)
		rest = rest[n:]
	}
	if len(missing) == 0 {
		return nil, w.left
	}
	g.nameFragments(missing)
	out := make([]*Fragment, 0, len(missing))
	for _, f := range missing {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *Fragment) int {
		return cmp.Or(cmp.Compare(a.Linked.Key, b.Linked.Key), cmp.Compare(a.Name, b.Name))
	})
	return out, w.left
}

// lacking notes which of the ids of one address its page does not have.
func (g *graph) lacking(wanted []wantedID, missing map[wantedID]*Fragment, left *int) {
	start, page := g.pageBehind(wanted[0].to())
	if page == nil {
		return
	}
	for _, id := range lacking(page.Page, wanted, wantedID.hash) {
		if len(missing) >= maxLacking {
			*left++
			continue
		}
		missing[id] = &Fragment{Linked: start.Exchange.Address, Of: page.Exchange.Address}
	}
}

// pageBehind goes after the redirects of an address to a page with success; nil
// where there is none, or where something else decides which part is shown: a
// fragment of the redirect's own, or a page that sends its visitors on.
func (g *graph) pageBehind(id uint32) (start, end *answer) {
	for range maxFragmentHops {
		var s answerStart
		if n := g.nodes[id]; !n.done || g.step(n.at, &s) != nil || s.Answer == nil {
			return nil, nil
		}
		end = s.Answer
		if start == nil {
			start = end
		}
		next, known := g.ids[digestOf(end.To.Key)]
		switch {
		case end.To.Key == "" && end.Page != nil && end.Exchange.isPlain() && end.Page.Refresh == nil:
			return start, end
		case end.To.Key == "" || end.To.Fragment != "" || !known:
			return nil, nil
		}
		id = next
	}
	return nil, nil
}

// nameFragments reads the links once more for the names and places of what is
// missing.
func (g *graph) nameFragments(missing map[wantedID]*Fragment) {
	named := map[uint32]bool{}
	for id := range missing {
		named[id.to()] = true
	}
	_ = g.journal.Replay(func(_ int64, record []byte) error {
		one := stepLinks{wants: func(to uint32) bool { return named[to] }}
		if err := decode(record, &one); err != nil {
			return err
		}
		for _, e := range one.Edges {
			for _, name := range e.Fragments {
				if f := missing[newWanted(e.To, idHash(name))]; f != nil {
					f.take(one.From, e, name)
				}
			}
		}
		return nil
	})
}

func (f *Fragment) take(from string, e edge, name string) {
	s := Source{Page: from, Role: e.Role, Element: e.Element, Attr: e.Attr, Written: e.Written, Text: e.Text, order: e.Order}
	if fragmentOf(e.Written) != name { // one of several links to the page, and not the first
		plain, _, _ := strings.Cut(e.Written, "#")
		s.Written, s.Text = plain+"#"+name, ""
	}
	f.Name = name
	f.Total++
	f.Sources = insertSource(f.Sources, s)
	f.Sources = f.Sources[:min(len(f.Sources), fragmentSources)]
}
