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

// observe keeps what the body of an answer tells.
func (r *run) observe(v crawl.Visit) {
	o := rule.Observe(v)
	if o == nil {
		return
	}
	of := v.Exchange.Address
	found := headTargets(of, o, v)
	notable := *o
	notable.Alternates = nil
	if v.Exchange.Header.Get("X-Robots-Tag") == "" {
		notable.Meta = nil // nothing that it could contradict
	}
	if namesItself(of, o.Canonical) {
		notable.Canonical = ""
	}
	if notable.Empty() && len(found) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[of.Key] = &notable
	for _, n := range found {
		r.named.add(n)
	}
}

// namesItself reports a canonical that is the page's own address, as on most
// pages of most sites: a million of them must not be kept.
func namesItself(of crawl.Address, canonical string) bool {
	base, err := crawl.NewBase(of.Raw)
	if err != nil || canonical == "" {
		return false
	}
	to, err := base.Resolve(canonical)
	return err == nil && to.Key == of.Key
}

// headTargets resolves the addresses that a page with success names.
func headTargets(of crawl.Address, o *rule.Observation, v crawl.Visit) []named {
	if !v.Exchange.Status.IsSuccess() {
		return nil
	}
	base, err := crawl.NewBase(of.Raw)
	if err != nil {
		return nil
	}
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
