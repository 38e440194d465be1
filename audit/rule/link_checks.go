package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

var (
	anyClientError = status.MustParseSet("4xx, !429")
	anyServerError = status.MustParseSet("5xx, !503")
)

// linked finds addresses that a link or the user names and whose own answer is
// in a set. What only a sitemap names has checks of its own.
func linked(set status.Set) func(*Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		if !set.Has(r.Exchange.Status) || !r.HasRole(crawl.RoleLink) && !r.HasRole(crawl.RoleSeed) {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("answers %s %s", r.Exchange.Status, r.Exchange.Status.Reason()), Discriminator: string(crawl.RoleLink)}
	})
}

var linkChecks = []Check{
	{
		ID: "link-4xx", Group: "A", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "A link leads to an error (4xx)",
		Why:    "The address is dropped from the index, visitors reach a dead end and the crawl is wasted.",
		Fix:    "Correct or remove the link, restore the page, or send 301 to its closest equivalent.",
		Docs:   []string{docStatus},
		Bucket: bucketNotFound,
		Find:   linked(anyClientError),
	},
	{
		ID: "link-5xx", Group: "A", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "A link leads to a server error (5xx)",
		Why:    "Server errors slow the crawl of the whole host; what stays broken is dropped.",
		Fix:    "Repair the page. During planned downtime answer 503 with Retry-After.",
		Docs:   []string{docStatus},
		Bucket: bucketServer,
		Find:   linked(anyServerError),
	},
	{
		ID: "status-500-burst", Group: "A", Severity: Error, Unit: PerTemplate, Class: 2,
		Title:  "A whole kind of page answers server errors",
		Why:    "More than a fifth of the pages of one shape fail: one cause, many pages, and the crawl of the host slows.",
		Fix:    "Look at the route that serves this shape.",
		Docs:   []string{docStatus},
		Bucket: bucketServer,
		Find:   findBursts,
	},
}

const maxExamples = 5

func addExample(list []string, url string) []string {
	if len(list) < maxExamples {
		list = append(list, url)
	}
	return list
}
