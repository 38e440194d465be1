package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var networkChecks = []Check{
	{
		ID: "network-error", Group: "A", Severity: Error, Unit: PerURL, Class: 3,
		Title:  "No usable answer",
		Why:    "Search engines treat a failing connection, a cut body or a timeout as a server error.",
		Fix:    "Mend the cause that is named.",
		Docs:   []string{docStatus},
		Bucket: bucketServer,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			x := r.Exchange
			if !x.Reason.IsFailure() || x.Reason.IsCertificate() {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("no usable answer: %s", x.Reason), Match: x.Cause}
		}),
	},
	{
		ID: "tls-chain", Group: "A", Severity: Error, Unit: PerSite, Class: 1,
		Title:  "The certificate is not valid",
		Why:    "Browsers warn visitors away and crawlers count it as a server error.",
		Fix:    "Renew the certificate, with the right names, and send the whole chain.",
		Docs:   []string{docStatus},
		Bucket: bucketServer,
		Find:   findCertificates,
	},
}

// findCertificates reports each host once: the certificate is the host's.
func findCertificates(f *Facts) []Hit {
	byHost := map[string]int{}
	var hits []Hit
	for r := range f.Site.All() {
		if !f.settled(r) || !r.Exchange.Reason.IsCertificate() {
			continue
		}
		at, known := byHost[r.Address.Host]
		if !known {
			at = len(hits)
			byHost[r.Address.Host] = at
			hits = append(hits, about(r, Hit{
				Template: "/", Match: r.Exchange.Cause, Discriminator: r.Address.Host,
				Message: fmt.Sprintf("the certificate of %s is refused: %s", r.Address.Host, r.Exchange.Reason),
			}))
		}
		hits[at].Count++
		hits[at].Examples = addExample(hits[at].Examples, r.Address.Raw)
	}
	return hits
}
