package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// eachChain makes a check of a function that looks at one chain of redirects
// whose start somebody is led to. Chains that end without a usable answer prove
// nothing and are left out.
func eachChain(find func(crawl.Chain, *Facts) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for r := range f.Site.All() {
			if !f.settled(r) || !wanted(r) || !r.Exchange.Status.IsRedirection() {
				continue
			}
			c := f.Site.Chain(r)
			hit := find(c, f)
			if hit == nil {
				continue
			}
			hit.Final = c.End().Exchange
			hits = append(hits, about(r, *hit))
		}
		return hits
	}
}

// way writes a chain for people: the status and path of each hop.
func way(c crawl.Chain) string {
	var b strings.Builder
	for i, hop := range c.Hops {
		if i == 4 && len(c.Hops) > 5 {
			fmt.Fprintf(&b, " → … %d more", len(c.Hops)-i)
			break
		}
		if i > 0 {
			b.WriteString(" → ")
		}
		fmt.Fprintf(&b, "%s (%s)", hop.Address.PathQuery(), hop.Exchange.Status)
	}
	return b.String()
}

var redirectChecks = []Check{
	{
		ID: "redirect-chain", Group: "D", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A chain of redirects",
		Why:   "Each hop costs visitors time and crawlers a request, and some give up early.",
		Fix:   "Redirect to the last address at once.",
		Docs:  []string{docBudget, docStatus}, Bucket: bucketRedirects,
		Find: eachChain(func(c crawl.Chain, _ *Facts) *Hit {
			n := c.Redirects()
			if n < 2 || c.Loop || c.TooMany || ends(c) {
				return nil
			}
			hit := Hit{Message: fmt.Sprintf("%d redirects: %s", n, way(c))}
			if n >= 6 {
				hit.Severity = Error
			}
			return &hit
		}),
	},
	{
		ID: "redirect-too-many", Group: "D", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "More redirects than anybody follows",
		Why:    "Search engines give up after ten hops and report a redirect error.",
		Fix:    "Redirect to the last address at once.",
		Docs:   []string{docStatus},
		Bucket: bucketRedirect,
		Find: eachChain(func(c crawl.Chain, _ *Facts) *Hit {
			if !c.TooMany {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("more than %d redirects: %s", len(c.Hops)-1, way(c))}
		}),
	},
	{
		ID: "redirect-loop", Group: "D", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "Redirects that go in a circle",
		Why:    "Nobody can open the page, and search engines drop it.",
		Fix:    "Break the circle: keep one rule that normalises addresses.",
		Docs:   []string{docStatus},
		Bucket: bucketRedirect,
		Find: eachChain(func(c crawl.Chain, f *Facts) *Hit {
			if !c.Loop || !agreed(c, f) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the redirects never end: %s → %s", way(c), c.End().To.PathQuery())}
		}),
	},
	{
		ID: "redirect-to-error", Group: "D", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "A redirect that ends in an error",
		Why:    "Visitors and search engines are sent to nothing.",
		Fix:    "Point the redirect to a page that is there, or answer 410 or 404 in place.",
		Docs:   []string{docStatus},
		Bucket: bucketNotFound,
		Find: eachChain(func(c crawl.Chain, f *Facts) *Hit {
			end := c.End()
			if !end.Exchange.Broken() || !f.settled(end) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("ends in an error: %s", way(c))}
		}),
	},
	{
		ID: "redirect-missing-location", Group: "D", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "A redirect without a usable Location",
		Why:    "Nobody knows where to go; search engines report a redirect error.",
		Fix:    "Send a Location with a valid address.",
		Docs:   []string{docLocation},
		Bucket: bucketRedirect,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if r.Fault == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s and %s", r.Exchange.Status, r.Fault)}
		}),
	},
}

// ends reports a chain that has a finding of its own for its end.
func ends(c crawl.Chain) bool { return c.End().Exchange.Broken() }

// agreed reports that every hop that was asked again answered alike.
func agreed(c crawl.Chain, f *Facts) bool {
	for _, hop := range c.Hops {
		if v, asked := f.Verdicts[hop.Address.Key]; asked && !v.Agrees {
			return false
		}
	}
	return true
}
