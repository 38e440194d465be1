package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var fragmentChecks = []Check{
	{
		ID: "broken-fragment", Group: "J", Severity: Notice, Unit: PerURL, Class: 5,
		Title: "A link names a part of a page that is not there",
		Why:   "Visitors land at the top of the page, and look for what they were promised.",
		Fix:   "Give the part this id, or correct the link.",
		Docs:  []string{docFragments},
		Find:  findFragments,
	},
}

// findFragments tells of each id that is missing, by its page. A page that shows
// an error in place of its content is judged by other checks.
func findFragments(f *Facts) []Hit {
	var hits []Hit
	at := map[string]int{}
	for _, one := range f.Site.Fragments {
		if !f.Seen[one.Of.Key].ShowsError() {
			at[one.Linked.Key+"#"+one.Name] = len(hits)
			hits = append(hits, lacks(one.Linked, one.Name, one.Sources, one.Total))
		}
	}
	for r := range f.Site.All() {
		if r.Page == nil || len(r.Page.Missing) == 0 || f.Seen[r.Address.Key].ShowsError() {
			continue
		}
		for _, name := range r.Page.Missing {
			here := crawl.Source{Page: r.Address.Raw, Role: crawl.RoleLink, Element: "a", Attr: "href", Written: "#" + name}
			if i, known := at[r.Address.Key+"#"+name]; known {
				hits[i].Sources = append(hits[i].Sources, here)
				hits[i].SourcesTotal++
				continue
			}
			hits = append(hits, lacks(r.Address, name, []crawl.Source{here}, 1))
		}
	}
	return hits
}

func lacks(of crawl.Address, name string, sources []crawl.Source, total int) Hit {
	of.Raw += "#" + name
	return Hit{
		Address: of, Sources: sources, SourcesTotal: total, Discriminator: "#" + name,
		Message: fmt.Sprintf("no part of the page has the id %q", name),
	}
}
