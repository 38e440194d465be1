package crawl

import (
	"cmp"
	"slices"
	"strings"
)

const (
	maxExternal       = 20000 // addresses outside of the site that are told apart
	maxOutsideSources = 5     // places that name one of them and are kept
)

// outsideLinks are the addresses of other sites that documents name. It holds
// nothing of a document's body: what is kept of a text is copied.
type outsideLinks struct {
	ids map[digest]uint32
	all []*Resource
}

// outsideEdge is one link of a document to another site.
type outsideEdge struct {
	To   uint32
	New  *named  // when the address was met first
	Kept *Source // when the place is among the first that name it
	Nth  int     // place of Kept in its document
}

// note takes up a link of a document and returns what of it belongs into the
// record; false for an address above the bound.
func (o *outsideLinks) note(l Link, from string, order int) (outsideEdge, bool) {
	d := digestOf(l.To.Key)
	id, known := o.ids[d]
	e := outsideEdge{To: id, Nth: order}
	if !known {
		if len(o.all) >= maxExternal {
			return e, false
		}
		e.To, e.New = uint32(len(o.all)), &named{Raw: strings.Clone(l.To.Raw), Key: strings.Clone(l.To.Key)}
	}
	s := Source{Page: from, Role: l.Role, Element: l.Element, Attr: l.Attr, Written: l.Written, Text: l.Text, order: order}
	if !known || o.all[id].wouldKeep(s) {
		s.Written, s.Text = strings.Clone(s.Written), strings.Clone(s.Text)
		e.Kept = &s
	}
	o.take(e)
	return e, true
}

func (r *Resource) wouldKeep(s Source) bool {
	return len(r.Sources) < maxOutsideSources || bySource(s, r.Sources[len(r.Sources)-1]) < 0
}

// take enters an edge, new or from a record; false for one that is damaged.
func (o *outsideLinks) take(e outsideEdge) bool {
	if e.New != nil {
		a := e.New.address()
		o.ids[digestOf(a.Key)] = uint32(len(o.all))
		o.all = append(o.all, &Resource{Address: a})
	}
	if int(e.To) >= len(o.all) {
		return false
	}
	r := o.all[e.To]
	r.Total++
	if e.Kept != nil {
		s := *e.Kept
		s.order = e.Nth
		r.Sources = insertSource(r.Sources, s)
		r.Sources = r.Sources[:min(len(r.Sources), maxOutsideSources)]
		if !r.HasRole(s.Role) {
			r.Roles = append(r.Roles, s.Role)
			slices.Sort(r.Roles)
		}
	}
	return true
}

// list returns copies, sorted by Key.
func (o *outsideLinks) list() []*Resource {
	out := make([]*Resource, len(o.all))
	for i, r := range o.all {
		one := *r
		one.Sources, one.Roles = slices.Clone(r.Sources), slices.Clone(r.Roles)
		out[i] = &one
	}
	slices.SortFunc(out, func(a, b *Resource) int { return cmp.Compare(a.Address.Key, b.Address.Key) })
	return out
}
