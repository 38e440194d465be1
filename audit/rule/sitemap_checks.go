package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// listed finds addresses of a sitemap whose own answer is in a set.
func listed(set status.Set) func(*Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		if !r.Listed || !set.Has(r.Exchange.Status) {
			return nil
		}
		return &Hit{
			Discriminator: string(crawl.RoleSitemap),
			Message:       fmt.Sprintf("is listed in a sitemap and answers %s %s", r.Exchange.Status, r.Exchange.Status.Reason()),
		}
	})
}

var sitemapChecks = []Check{
	{
		ID: "sitemap-url-4xx", Group: "H", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "A sitemap lists a page that is not there (4xx)",
		Why:    "A sitemap that lists errors is trusted less, and the crawl is wasted.",
		Fix:    "List only final addresses that answer 200.",
		Docs:   []string{docSitemaps, docIndexing},
		Bucket: bucketNotFound,
		Find:   listed(anyClientError),
	},
	{
		ID: "sitemap-url-5xx", Group: "H", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "A sitemap lists a page that fails (5xx)",
		Why:    "Server errors slow the crawl of the whole host.",
		Fix:    "Repair the page.",
		Docs:   []string{docSitemaps},
		Bucket: bucketServer,
		Find:   listed(anyServerError),
	},
	{
		ID: "sitemap-url-redirect", Group: "H", Severity: Warning, Unit: PerURL, Class: 4,
		Title:  "A sitemap lists a page that moved",
		Why:    "The listed address is not the one that can be indexed.",
		Fix:    "List the target.",
		Docs:   []string{docSitemaps},
		Bucket: bucketRedirects,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if !r.Listed || !r.Moves() {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("is listed in a sitemap and redirects to %s", r.To.Raw)}
		}),
	},
}
