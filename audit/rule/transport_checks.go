package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

const docFraming = "https://www.rfc-editor.org/rfc/rfc9112#section-8"

// transportChecks look at how a body is announced and whether all of it came.
var transportChecks = []Check{
	{
		ID: "content-type-missing", Group: "I", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A body without a type",
		Why:   "Crawlers and browsers guess what it is, and may leave it out or show it as code.",
		Fix:   "Send Content-Type.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-8.3"},
		Find:  findUntyped,
	},
	{
		ID: "content-length-mismatch", Group: "I", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "Fewer bytes than Content-Length says",
		Why:    "Crawlers throw the answer away, as after a broken connection.",
		Fix:    "Mend the length at the origin or in the proxy that changes the body.",
		Docs:   []string{docStatus, docFraming},
		Bucket: bucketServer,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			length := r.Exchange.Header.Get("Content-Length")
			if r.Exchange.Reason != crawl.BodyTruncated || length == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the answer (%s) ends before the %s bytes that it announces", r.Exchange.Status, length), Match: r.Exchange.Cause}
		}),
	},
	{
		ID: "body-truncated", Group: "I", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "A body that ends too early",
		Why:    "Crawlers throw the answer away, as after a broken connection.",
		Fix:    "Mend the timeout or the limit that cuts the answer off, at the origin or in the proxy.",
		Docs:   []string{docStatus, docFraming},
		Bucket: bucketServer,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if r.Exchange.Reason != crawl.BodyTruncated || r.Exchange.Header.Get("Content-Length") != "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the answer (%s) breaks off before its last part", r.Exchange.Status), Match: r.Exchange.Cause}
		}),
	},
}

// findUntyped looks at pages and at what pages are made of.
func findUntyped(f *Facts) []Hit {
	var hits []Hit
	for r := range f.Site.All() {
		x := r.Exchange
		if x == nil || !x.Answered() || x.Reason != "" || !x.Status.IsSuccess() || x.Size == 0 || x.MediaType() != "" {
			continue
		}
		hits = append(hits, about(r, Hit{Message: fmt.Sprintf("answers %s with a body of %d bytes and no Content-Type", x.Status, x.Size)}))
	}
	return hits
}
