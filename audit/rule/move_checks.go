package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var moveChecks = []Check{
	{
		ID: "redirect-internal-link", Group: "D", Severity: Notice, Unit: PerTemplate, Class: 4,
		Title: "Links lead to addresses that moved",
		Why:   "Each crawl and each visitor takes a detour.",
		Fix:   "Link the target.",
		Docs:  []string{docBudget}, Bucket: bucketRedirects,
		Find: findMovedLinks,
	},
	{
		ID: "redirect-to-soft404", Group: "D", Severity: Warning, Unit: PerURL, Class: 3,
		Title: "A redirect ends at a page that is none", Bucket: bucketSoft404,
		Why:  "The target answers 200 and says that something is missing or broken.",
		Fix:  "Redirect to the closest page, or answer 404 or 410.",
		Docs: []string{docIndexing},
		Find: eachChain(func(c crawl.Chain, f *Facts) *Hit {
			last := c.End()
			if c.Loop || c.TooMany || len(c.Hops) < 2 || !last.Exchange.Status.IsSuccess() || f.trusted(last) || f.Seen[last.Address.Key].Wall != "" {
				return nil
			}
			return &Hit{Confidence: Likely, Message: fmt.Sprintf("ends at a soft 404: %s", way(c))}
		}),
	},
	{
		ID: "redirect-to-home-mass", Group: "D", Severity: Error, Unit: PerSite, Class: 2,
		Title: "Many addresses are redirected to the home page", Bucket: bucketSoft404,
		Why:  "Search engines take a redirect to a page that has nothing to do with the request for a soft 404.",
		Fix:  "Redirect each to the page that takes its place, or answer 404.",
		Docs: []string{docIndexing, docRedirects},
		Find: findHomeRedirects,
	},
	{
		ID: "redirect-temporary-permanent", Group: "D", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "A redirect that stays is said to be temporary",
		Why:   "Search engines keep the old address when a redirect is not for good.",
		Fix:   "Use 301 or 308.",
		Docs:  []string{docRedirects}, Bucket: bucketRedirects,
		Find: findTemporaryCleanups,
	},
	{
		ID: "redirect-meta-refresh", Group: "D", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "Pages send visitors on by themselves",
		Why:   "Search engines see a redirect, later and less surely than one of the server.",
		Fix:   "Redirect on the server.",
		Docs:  []string{docRedirects},
		Find:  findRefreshes,
	},
	{
		ID: "redirect-downgrade", Group: "D", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A redirect from https to http",
		Why:   "Visitors lose their protection on the way.",
		Fix:   "Redirect to https only.",
		Docs:  []string{docMoves},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if r.Address.Scheme != "https" || !r.Moves() || r.To.Scheme != "http" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("redirects from https to %s", r.To.Raw)}
		}),
	},
	{
		ID: "304-to-unconditional", Group: "I", Severity: Error, Unit: PerURL, Class: 3,
		Title: "\"Not modified\" to a request without a condition",
		Why:   "Nobody who asks for the first time gets the page.",
		Fix:   "Answer 200 unless the request names a validator.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5"},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if sent := r.Exchange.Sent; !notModified.Has(r.Exchange.Status) || sent.Get("If-None-Match") != "" || sent.Get("If-Modified-Since") != "" {
				return nil
			}
			return &Hit{Message: "answers 304 although the request had no condition"}
		}),
	},
}

// grouped sums hits up by their template.
type grouped struct {
	hits []Hit
	at   map[string]int
}

func (g *grouped) add(r *crawl.Resource, key string, h Hit) {
	if g.at == nil {
		g.at = map[string]int{}
	}
	i, known := g.at[key]
	if !known {
		i = len(g.hits)
		g.at[key] = i
		g.hits = append(g.hits, about(r, h))
	}
	g.hits[i].Count++
	g.hits[i].Examples = addExample(g.hits[i].Examples, r.Address.Raw)
}

func findMovedLinks(f *Facts) []Hit {
	var g grouped
	for r := range f.Site.All() {
		if !f.settled(r) || !r.HasRole(crawl.RoleLink) || !r.Moves() || !f.Site.Scope.Has(r.To) {
			continue
		}
		c := f.Site.Chain(r)
		if c.Redirects() != 1 || !c.End().Exchange.Status.IsSuccess() {
			continue // told by a check of its own
		}
		g.add(r, Template(r.Address), Hit{Final: c.End().Exchange, Message: fmt.Sprintf("links lead to %s, which moved to %s (%s)", r.Address.PathQuery(), r.To.PathQuery(), r.Exchange.Status)})
	}
	return g.hits
}

const (
	homeMass     = 10
	homeShareOf  = 20
	homePercents = 30
)

func findHomeRedirects(f *Facts) []Hit {
	all := 0
	var hits []Hit
	for r := range f.Site.All() {
		if !f.settled(r) || !wanted(r) || !r.Moves() || strings.Count(r.Address.Path(), "/") < 1 || homes.MatchString(r.Address.Path()) {
			continue
		}
		all++
		end := f.Site.Chain(r).End()
		if end.Address.Path() != "/" || !end.Exchange.Status.IsSuccess() {
			continue
		}
		if hits == nil {
			hits = append(hits, about(r, Hit{Template: "/", Final: end.Exchange}))
		}
		hits[0].Count++
		hits[0].Examples = addExample(hits[0].Examples, r.Address.Raw)
	}
	if hits == nil || hits[0].Count < homeMass && (all < homeShareOf || 100*hits[0].Count <= homePercents*all) {
		return nil
	}
	hits[0].Message = fmt.Sprintf("%d of %d redirects end at the home page", hits[0].Count, all)
	return hits
}

func findTemporaryCleanups(f *Facts) []Hit {
	var g grouped
	for r := range f.Site.All() {
		if !f.settled(r) || !wanted(r) || !r.Moves() || !temporary.Has(r.Exchange.Status) {
			continue
		}
		if what := cleanUp(r.Address, r.To); what != "" {
			g.add(r, what, Hit{Template: Template(r.Address), Discriminator: what, Message: fmt.Sprintf("%s changes the %s only, to %s", r.Exchange.Status, what, r.To.Raw)})
		}
	}
	return append(g.hits, findLasting(f)...)
}

// cleanUp says what a redirect mends of an address; empty when it leads to
// another page.
func cleanUp(from, to crawl.Address) string {
	a, b := from.PathQuery(), to.PathQuery()
	switch {
	case a == b && from.Host == to.Host && from.Scheme != to.Scheme:
		return "scheme"
	case a == b && from.Scheme == to.Scheme && strings.TrimPrefix(from.Host, "www.") == strings.TrimPrefix(to.Host, "www."):
		return "host"
	case from.Host != to.Host || a == b:
		return ""
	case strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/"):
		return "slash"
	case strings.EqualFold(a, b):
		return "case"
	}
	return ""
}

func findRefreshes(f *Facts) []Hit {
	var g grouped
	for r := range f.Site.All() {
		if !f.settled(r) || !wanted(r) || r.Page == nil || r.Page.Refresh == nil || r.Page.Refresh.To == "" || !plainOK.Has(r.Exchange.Status) {
			continue
		}
		base, err := crawl.NewBase(r.Address.Raw)
		if err != nil {
			continue
		}
		to, err := base.Resolve(r.Page.Refresh.To)
		if err != nil || to.Key == r.Address.Key {
			continue // the page loads itself again
		}
		g.add(r, kindOf(r.Address), Hit{Template: PathTemplate(dirPath(r.Address)), Message: fmt.Sprintf("goes on to %s after %d seconds", to.PathQuery(), r.Page.Refresh.Seconds)})
	}
	return g.hits
}

func dirPath(a crawl.Address) string {
	path := a.Path()
	return path[:strings.LastIndexByte(path, '/')+1]
}
