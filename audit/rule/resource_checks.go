package rule

import (
	"fmt"
	"regexp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// unusable finds what pages load and do not get, redirects followed.
func unusable(role crawl.Role) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for r := range f.Site.All() {
			if !r.HasRole(role) || r.Exchange == nil {
				continue
			}
			end := f.Site.Chain(r).End()
			if !end.Exchange.Broken() || !f.settled(end) {
				continue
			}
			hits = append(hits, about(r, Hit{
				Discriminator: string(role), Final: end.Exchange,
				Message: fmt.Sprintf("pages load it and get %s", outcome(end.Exchange)),
			}))
		}
		return hits
	}
}

var resourceChecks = []Check{
	{
		ID: "broken-image", Group: "J", Severity: Warning, Unit: PerURL, Class: 5,
		Title: "An image is missing",
		Why:   "Visitors see a hole, and the picture cannot be found in image search.",
		Fix:   "Restore the file or correct the address.",
		Docs:  []string{docScripts},
		Find:  unusable(crawl.RoleImage),
	},
	{
		ID: "broken-script", Group: "J", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A script is missing",
		Why:   "Parts of the page may not work, for visitors and for search engines that render it.",
		Fix:   "Restore the file or correct the address.",
		Docs:  []string{docScripts},
		Find:  unusable(crawl.RoleScript),
	},
	{
		ID: "broken-style", Group: "J", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A stylesheet is missing",
		Why:   "The page loses its look, and search engines see it as visitors do.",
		Fix:   "Restore the file or correct the address.",
		Docs:  []string{docScripts},
		Find:  unusable(crawl.RoleStyle),
	},
	{
		ID: "broken-media", Group: "J", Severity: Warning, Unit: PerURL, Class: 5,
		Title: "Embedded content is missing",
		Why:   "Visitors miss content, and each visit asks in vain.",
		Fix:   "Restore the file or correct the address.",
		Docs:  []string{docStatus},
		Find:  unusable(crawl.RoleMedia),
	},
	{
		ID: "resource-html-fallback", Group: "J", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A web page comes in place of a file",
		Why:   "A catch-all answers for missing stylesheets, scripts and pictures: pages break, and nobody sees an error.",
		Fix:   "Answer 404 for files that are not there.",
		Docs:  []string{docScripts},
		Find:  findFallbacks,
	},
}

// files are the endings of addresses behind which no page can be.
var files = regexp.MustCompile(`(?i)\.(?:m?js|css|json|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|otf)$`)

func findFallbacks(f *Facts) []Hit {
	var hits []Hit
	for r := range f.Site.All() {
		// A file with the wrong type alone has no title.
		if r.Page == nil || r.Page.Title == "" || !plainOK.Has(r.Exchange.Status) || !files.MatchString(r.Address.Path()) {
			continue
		}
		hits = append(hits, about(r, Hit{Message: fmt.Sprintf("answers 200 with a web page, %q", r.Page.Title)}))
	}
	return hits
}
