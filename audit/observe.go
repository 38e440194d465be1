package audit

import (
	"cmp"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// maxNamed bounds the addresses that heads of pages name and that are kept.
const maxNamed = 100000

// named is an address that the head of a page names, but as no link.
type named struct {
	kind     rule.TrialKind
	of, asks crawl.Address
}

// namedTargets keeps for each address and kind the page with the smallest key.
type namedTargets map[rule.TrialKind]map[string]named

// sightingOf is what the body of an answer tells, as far as it can matter; nil
// for nothing.
func sightingOf(v crawl.Visit) *sighting {
	o := rule.Observe(v)
	if o == nil {
		return nil
	}
	if v.Exchange.Header.Get("X-Robots-Tag") == "" && !rule.Contradicts(o.Meta) {
		o.Meta = nil // nothing that it could contradict
	}
	if namesItself(v.Exchange.Address, o.Canonical) {
		o.Canonical = ""
	}
	if o.Empty() {
		return nil
	}
	return &sighting{v.Exchange.Address, v.Exchange.Status.IsSuccess(), o}
}

// observe keeps what the body of an answer tells. The mutex of the run is held.
func (r *run) observe(o *sighting) {
	found := headTargets(o)
	notable := *o.Observation
	notable.Alternates, notable.Paging = nil, nil
	r.seen[o.Of.Key] = &notable
	for _, n := range found {
		r.named.add(n)
	}
}

// namesItself reports a canonical that is the page's own address, as on most
// pages of most sites: a million of them must not be kept.
func namesItself(of crawl.Address, canonical string) bool {
	if canonical == "" {
		return false
	}
	to, err := of.Base().Resolve(canonical)
	return err == nil && to.Key == of.Key
}

// headTargets resolves the addresses that a page with success names.
func headTargets(o *sighting) []named {
	if !o.Success {
		return nil
	}
	of := o.Of
	base := of.Base()
	var out []named
	add := func(kind rule.TrialKind, written string) {
		if to, err := base.Resolve(written); err == nil && written != "" && to.Key != of.Key {
			out = append(out, named{kind, of, to})
		}
	}
	add(rule.TrialCanonical, o.Canonical)
	for _, a := range o.Alternates {
		add(rule.TrialAlternate, a)
	}
	for _, a := range o.Paging {
		add(rule.TrialPaging, a)
	}
	return out
}

func (t *namedTargets) add(n named) {
	if *t == nil {
		*t = namedTargets{}
	}
	byKey := (*t)[n.kind]
	if byKey == nil {
		byKey = map[string]named{}
		(*t)[n.kind] = byKey
	}
	if n.kind == rule.TrialCanonical {
		if len(byKey) < maxNamed {
			byKey[n.of.Key] = n // each page has one
		}
		return
	}
	old, known := byKey[n.asks.Key]
	if !known && len(byKey) < maxNamed || known && n.of.Key < old.of.Key {
		byKey[n.asks.Key] = n
	}
}

// list returns the targets in a fixed order.
func (t namedTargets) list() []named {
	var out []named
	for _, byKey := range t {
		for _, n := range byKey {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b named) int {
		return cmp.Or(cmp.Compare(a.asks.Key, b.asks.Key), cmp.Compare(a.kind, b.kind), cmp.Compare(a.of.Key, b.of.Key))
	})
	return out
}
