package crawl

import (
	"cmp"
	"encoding/binary"
	"net/http"
	"slices"
)

// earlierRun is what an earlier run of the site knew. A page that has not
// changed since then is not read again: its record is taken over.
type earlierRun struct{ graph *graph }

// readEarlier takes up the journal of an earlier run; nil when there is none, or
// it cannot be read.
func readEarlier(j Journal) *earlierRun {
	if j == nil {
		return nil
	}
	g := newGraph(j, "")
	err := j.Replay(func(at int64, record []byte) error {
		var s step
		if err := decode(record, &s); err != nil {
			return err
		}
		for i, n := range s.Head.New {
			g.ids[digestOf(orDefault(n.Key, n.Raw))] = s.Head.First + uint32(i)
			g.nodes = append(g.nodes, node{})
		}
		for _, e := range s.Outside {
			if !g.outer.take(e) {
				return errDamaged
			}
		}
		if s.Answer != nil && int(s.Answer.ID) >= len(g.nodes) || int(s.Head.First)+len(s.Head.New) > len(g.nodes) {
			return errDamaged
		}
		g.place(&s, at)
		return nil
	})
	if err != nil {
		return nil
	}
	return &earlierRun{g}
}

// oneInHundred are asked without a condition all the same, so that a server that
// never tells of a change is not believed for ever.
func oneInHundred(d digest) bool { return binary.BigEndian.Uint16(d[:])%100 == 0 }

// recall returns the record of a success with a validator, and the field that
// asks whether it has changed; nil when there is none.
func (e *earlierRun) recall(a Address) (*step, http.Header) {
	if e == nil {
		return nil, nil
	}
	d := digestOf(a.Key)
	id, known := e.graph.ids[d]
	if !known || oneInHundred(d) || !e.graph.nodes[id].plain {
		return nil, nil
	}
	var s step
	if e.graph.step(e.graph.nodes[id].at, &s) != nil || s.Answer == nil || s.Answer.Exchange.Cut {
		return nil, nil
	}
	header := s.Answer.Exchange.Header
	switch tag, date := header.Get("Etag"), header.Get("Last-Modified"); {
	case tag != "":
		return &s, http.Header{"If-None-Match": {tag}}
	case date != "":
		return &s, http.Header{"If-Modified-Since": {date}}
	}
	return nil, nil
}

// links are those of a record, in the order of the document.
func (e *earlierRun) links(s *step) []Link {
	if s.Held != nil {
		return s.Held
	}
	type placed struct {
		Link
		at int
	}
	var all []placed
	for _, one := range s.Edges {
		l := Link{
			To: e.graph.address(one.To), Role: one.Role, Element: one.Element, Attr: one.Attr,
			Written: one.Written, Text: one.Text, NoFollow: one.NoFollow, Fragments: one.Fragments,
		}
		all = append(all, placed{l, one.Order})
	}
	for _, one := range s.Outside {
		to := e.graph.outer.all[one.To].Address
		l := Link{To: to, Role: RoleLink, Element: "a", Attr: "href", Written: to.Raw}
		if k := one.Kept; k != nil {
			l.Role, l.Element, l.Attr, l.Written, l.Text = k.Role, k.Element, k.Attr, k.Written, k.Text
		}
		all = append(all, placed{l, one.Nth})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	links := make([]Link, 0, len(all))
	for _, one := range all {
		if one.To.Key != "" {
			links = append(links, one.Link)
		}
	}
	return links
}

// unchanged is the answer of then, confirmed now (RFC 9111 section 4.3.4).
func unchanged(then, now *Exchange) *Exchange {
	x := *then
	x.Header = then.Header.Clone()
	for name, values := range now.Header {
		if !describesBody[name] {
			x.Header[name] = values
		}
	}
	x.Address, x.Sent, x.At, x.Took, x.Proto, x.Unchanged = now.Address, now.Sent, now.At, now.Took, now.Proto, true
	return &x
}

// describesBody are fields that a 304 says of its own body, not of the page.
var describesBody = map[string]bool{
	"Content-Length": true, "Content-Encoding": true, "Content-Type": true, "Transfer-Encoding": true, "Content-Range": true,
}
