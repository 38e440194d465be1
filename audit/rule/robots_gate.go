package rule

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
)

// gate answers what robots.txt forbids to Google by one of its rules. A file
// that closes the whole site has a finding of its own, and forbids nothing here.
type gate map[string]*crawl.Robots // by origin

func newGate(f *Facts) gate {
	g := robotsByOrigin(f)
	for origin, file := range g {
		if forbidsAll(file) {
			delete(g, origin)
		}
	}
	return g
}

// forbids returns the rule that keeps Google from an address.
func (g gate) forbids(a crawl.Address) (robots.Rule, bool) {
	file := g[a.Origin()]
	if file == nil {
		return robots.Rule{}, false
	}
	d := file.Answer.Decide("Googlebot", a.Raw)
	return d.Rule, !d.Allowed && d.Policy == robots.ByRules
}

// namesOne reports a rule that is written for one address and no other.
func namesOne(r robots.Rule) bool {
	path, whole := strings.CutSuffix(r.Pattern, "$")
	return whole && !strings.Contains(path, "*")
}

// hiddenTargets sums up addresses that pages name and that Google may not
// fetch, by the rule that forbids them.
type hiddenTargets struct {
	gate
	f    *Facts
	hits []Hit
	at   map[string]int
}

func newHiddenTargets(f *Facts) *hiddenTargets {
	return &hiddenTargets{gate: newGate(f), f: f, at: map[string]int{}}
}

// add takes in a page and what it names; role and says tell for what.
func (h *hiddenTargets) add(n Named, role, says string) {
	by, forbidden := h.forbids(n.To)
	if !forbidden {
		return
	}
	rule := lineOf(by)
	i, known := h.at[rule]
	if !known {
		i = len(h.hits)
		h.at[rule] = i
		hit := Hit{Address: n.To, Discriminator: strings.ToLower(rule), Match: rule, Message: says + " (" + rule + ")"}
		if r := h.f.Site.Resource(n.To.Key); r != nil {
			hit.First = r.Exchange
		}
		h.hits = append(h.hits, hit)
	}
	hit := &h.hits[i]
	hit.Count++
	hit.Examples = addExample(hit.Examples, n.To.Raw)
	if len(hit.Sources) < crawl.MaxSources {
		hit.Sources = append(hit.Sources, crawl.Source{Page: n.Page.Raw, Role: crawl.Role(role), Element: role, Attr: "href", Written: n.To.Raw})
	}
}
