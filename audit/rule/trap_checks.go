package rule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// trapChecks look for spaces that links make without an end.
var trapChecks = []Check{
	{
		ID: "crawl-trap-calendar", Group: "J", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "A calendar without an end",
		Why:   "Crawlers follow it day by day, and the pages that matter wait.",
		Fix:   "End the links with the last entry, and answer 404 behind it.",
		Docs:  []string{docBudget},
		Find:  findCalendars,
	},
	{
		ID: "crawl-trap-relative", Group: "J", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "Relative links that pile up",
		Why:   "A page that answers at any depth holds links that lead one step deeper each time.",
		Fix:   "Use links from the root, and answer 404 for paths that do not exist.",
		Docs:  []string{docBudget},
		Find:  findPiledLinks,
	},
}

// Bounds of a calendar: so many pages of days that say nothing of their own, or
// so many in a row that lie so far ahead.
const (
	calendarPages = 500
	farAhead      = 2 * 12 // months
	farInRow      = 3
	farKept       = 1000
)

// calendar is one kind of address with a day or a month in it.
type calendar struct {
	first       *crawl.Resource
	pages, bare int // bare: pages with the text of the first
	far         []farDay
}

// farDay is an address about a month in the future.
type farDay struct {
	month month
	url   string
}

func findCalendars(f *Facts) []Hit {
	all := map[string]*calendar{}
	var order []string
	for r := range f.Site.All() {
		m, before, isDay := monthIn(r.Address.PathQuery())
		if !isDay || r.Exchange == nil || !plainOK.Has(r.Exchange.Status) || r.Page == nil {
			continue
		}
		name := r.Address.Origin() + PathTemplate(before)
		c := all[name]
		if c == nil {
			kept := *r
			c = &calendar{first: &kept}
			all[name], order = c, append(order, name)
		}
		c.add(r, m)
	}
	var hits []Hit
	for _, name := range order {
		if hit := all[name].hit(); hit != nil {
			hits = append(hits, about(all[name].first, *hit))
		}
	}
	return hits
}

func (c *calendar) add(r *crawl.Resource, m month) {
	c.pages++
	if r.Page.Sketch.Words > 0 && r.Page.Sketch.Like(c.first.Page.Sketch) {
		c.bare++
	}
	_, now := changedAt(r.Exchange)
	if m-monthOf(now) > farAhead && len(c.far) < farKept {
		c.far = append(c.far, farDay{m, r.Address.Raw})
	}
}

func (c *calendar) hit() *Hit {
	row := c.longestRow()
	switch {
	case len(row) >= farInRow:
		var examples []string
		for _, day := range row {
			examples = addExample(examples, day.url)
		}
		return &Hit{Count: c.pages, Examples: examples, Message: fmt.Sprintf("links lead to days more than two years ahead, such as %s", row[0].url)}
	case c.pages > calendarPages && 2*c.bare > c.pages:
		return &Hit{Count: c.pages, Message: fmt.Sprintf("%d pages of days, most of them with the same text", c.pages)}
	}
	return nil
}

// longestRow finds the most addresses whose months follow each other.
func (c *calendar) longestRow() (longest []farDay) {
	slices.SortStableFunc(c.far, func(a, b farDay) int { return cmp.Compare(a.month, b.month) })
	start := 0
	for i := range c.far {
		if i > 0 && c.far[i].month-c.far[i-1].month > 1 {
			start = i
		}
		if i+1-start > len(longest) {
			longest = c.far[start : i+1]
		}
	}
	return longest
}

// findPiledLinks looks for pages below a path that says the same steps twice,
// with the text of the page at the path that says them once, and to which
// relative links lead.
func findPiledLinks(f *Facts) []Hit {
	var g grouped
	for r := range f.Site.All() {
		if r.Exchange == nil || !plainOK.Has(r.Exchange.Status) || r.Page == nil || r.Exchange.Reason != "" {
			continue
		}
		steps, once := unpiled(r.Address.Path())
		if steps == "" || !slices.ContainsFunc(r.Sources, isRelative) {
			continue
		}
		shorter := f.Site.Resource(r.Address.Origin() + once)
		if shorter == nil || shorter.Page == nil || !plainOK.Has(shorter.Exchange.Status) || !alike(shorter.Exchange, shorter.Page, r.Exchange, r.Page) {
			continue
		}
		g.add(r, r.Address.Origin()+"/"+steps, Hit{Match: steps, Message: fmt.Sprintf("%s shows the page of %s: relative links repeat %q", r.Address.Path(), once, steps)})
	}
	return g.hits
}

func isRelative(s crawl.Source) bool {
	return s.Role == crawl.RoleLink && s.Written != "" && s.Written[0] != '/' && !strings.Contains(s.Written, "://")
}

// unpiled finds the steps, two or more, that a path says twice in a row, and
// the path with one of them taken out; empty for none.
func unpiled(path string) (steps, once string) {
	segments := strings.Split(path, "/")
	for n := 2; 2*n < len(segments); n++ {
		for i := 1; i+2*n <= len(segments); i++ {
			first, second := segments[i:i+n], segments[i+n:i+2*n]
			if slices.Equal(first, second) && !slices.Contains(first, "") {
				return strings.Join(first, "/"), strings.Join(slices.Concat(segments[:i+n], segments[i+2*n:]), "/")
			}
		}
	}
	return "", ""
}
