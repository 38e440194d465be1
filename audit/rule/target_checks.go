package rule

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

var (
	manyChoices = status.MustParseSet("300")
	useProxy    = status.MustParseSet("305, 306")
	shortLived  = status.MustParseSet("302, 307")
)

// longTemporary is how long a temporary redirect may be kept.
const longTemporary = 24 * time.Hour

// largeMove is the size of a redirect's body from which it is more than a note.
const largeMove = 10 << 10

var targetChecks = []Check{
	{
		ID: "redirect-to-noindex", Group: "D", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A redirect ends at a page that is not to be indexed",
		Why:   "Neither the old address nor the new one can be found.",
		Fix:   "Redirect to a page that can be indexed.",
		Docs:  []string{docRedirects, docMeta}, Bucket: "Excluded by noindex",
		Find: eachChain(func(c crawl.Chain, f *Facts) *Hit {
			last := c.End()
			if c.Redirects() < 1 || c.Loop || last.Moves() || last.Page == nil || !plainOK.Has(last.Exchange.Status) || !last.Page.NoIndex() || !f.trusted(last) {
				return nil
			}
			if isPrivatePlace(last.Address) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("ends at a page that says noindex: %s", way(c))}
		}),
	},
	{
		ID: "redirect-to-blocked", Group: "D", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A redirect leads to what robots.txt forbids",
		Why:   "Search engines stop on the way and never see the page at the end.",
		Fix:   "Allow the target, or redirect to another page.",
		Docs:  []string{docRedirects, docRobots}, Bucket: bucketBlocked,
		Find: func(f *Facts) []Hit {
			var hits []Hit
			for _, n := range hiddenHops(f, newGate(f)) {
				if r := f.Site.Resource(n.Page.Key); r != nil {
					hits = append(hits, about(r, Hit{Message: fmt.Sprintf("leads to %s, which robots.txt forbids", n.To.PathQuery())}))
				}
			}
			return hits
		},
	},
	{
		ID: "redirect-300", Group: "D", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "An answer that leaves the choice to the visitor (300)",
		Why:   "A crawler has to guess which page is meant.",
		Fix:   "Redirect with 301 or 302, or answer 200 with the list.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-15.4.1"},
		Find:  answersOneOf(manyChoices),
	},
	{
		ID: "redirect-305-306", Group: "D", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A status for proxies that nobody uses any more (305, 306)",
		Why:   "Browsers and crawlers do not follow it.",
		Fix:   "Redirect with 301, 302, 307 or 308.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-15.4.6"},
		Find:  answersOneOf(useProxy),
	},
	{
		ID: "redirect-body-200ish", Group: "D", Severity: Notice, Unit: PerTemplate, Class: 5,
		Title: "Redirects carry a whole page",
		Why:   "Nobody reads it, and each redirect takes as long as a page.",
		Fix:   "Send a short body with one link.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-15.4"},
		Find: eachMove(func(r *crawl.Resource) string {
			if r.Exchange.Size <= largeMove {
				return ""
			}
			return fmt.Sprintf("its body has %d KiB", r.Exchange.Size>>10)
		}),
	},
	{
		ID: "redirect-fragment-spa", Group: "D", Severity: Notice, Unit: PerTemplate, Class: 4,
		Title: "Redirects lead to a place behind #",
		Why:   "Search engines cut off what follows the #, so all of these are one page to them.",
		Fix:   "Give each page an address of its own.",
		Docs:  []string{docScripts},
		Find: eachMove(func(r *crawl.Resource) string {
			to := r.Exchange.Header.Get("Location")
			if !strings.Contains(to, "/#!/") && !strings.Contains(to, "/#/") {
				return ""
			}
			return "leads to " + to
		}),
	},
	{
		ID: "redirect-cacheable-302", Group: "D", Severity: Notice, Unit: PerTemplate, Class: 4,
		Title: "Temporary redirects that are kept for long",
		Why:   "Caches go on with the old target after it has changed.",
		Fix:   "Send Cache-Control: no-cache or a short max-age.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-15.4.3", docCaching},
		Find: eachMove(func(r *crawl.Resource) string {
			if !shortLived.Has(r.Exchange.Status) {
				return ""
			}
			for _, name := range append([]string{"Cache-Control"}, cdnFields...) {
				if life := cacheLife(r.Exchange.Header.Values(name)); life > longTemporary {
					return fmt.Sprintf("%s says %q", name, r.Exchange.Header.Get(name))
				}
			}
			return ""
		}),
	},
}

func answersOneOf(set status.Set) func(*Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		if !set.Has(r.Exchange.Status) {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("answers %s", r.Exchange.Status)}
	})
}

// eachMove makes a check of a function that says what is wrong with a redirect;
// empty when nothing is. It reports each kind of place once.
func eachMove(wrong func(*crawl.Resource) string) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var g grouped
		for r := range f.Site.All() {
			if !f.settled(r) || !wanted(r) || !r.Moves() {
				continue
			}
			if says := wrong(r); says != "" {
				g.add(r, kindOf(r.Address), Hit{Template: PathTemplate(dirPath(r.Address)), Message: fmt.Sprintf("answers %s: %s", r.Exchange.Status, says)})
			}
		}
		return g.hits
	}
}
