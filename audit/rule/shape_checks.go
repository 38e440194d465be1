package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

var (
	plainOK   = status.Of(status.OK)
	noContent = status.MustParseSet("202, 204, 205")
)

// leastBody is how many bytes a page must have to be one.
const leastBody = 32

var shapeChecks = []Check{
	{
		ID: "status-200-empty", Group: "A", Severity: Warning, Unit: PerURL, Class: 3,
		Title:  "A page answers 200 and is empty",
		Why:    "Search engines take an empty page as a soft 404.",
		Fix:    "Send the content, or 404 when there is none.",
		Docs:   []string{docStatus},
		Bucket: bucketSoft404,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			x := r.Exchange
			kind := x.MediaType()
			if !plainOK.Has(x.Status) || x.Reason != "" || kind != "" && kind != "text/html" && kind != "application/xhtml+xml" || x.Size >= leastBody {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers 200 with a body of %d bytes", x.Size)}
		}),
	},
	{
		ID: "status-204-on-page", Group: "A", Severity: Warning, Unit: PerURL, Class: 3,
		Title:  "A linked page answers 202, 204 or 205",
		Why:    "There is nothing to index: 204 and 205 count as a soft 404, and after 202 engines wait and then take what they have.",
		Fix:    "Answer 200 with the content, or 404.",
		Docs:   []string{docStatus},
		Bucket: bucketSoft404,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if !noContent.Has(r.Exchange.Status) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s %s", r.Exchange.Status, r.Exchange.Status.Reason())}
		}),
	},
}
