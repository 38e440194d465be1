package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

var refusalChecks = []Check{
	{
		ID: "status-403-on-indexable", Group: "A", Severity: Error, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title:  "A linked or listed page is forbidden (403)",
		Why:    "The page is dropped from the index, although links or a sitemap ask for it to be found.",
		Fix:    "Let visitors and crawlers in, or take the page out of links and sitemaps.",
		Docs:   []string{docStatus, docIndexing},
		Bucket: bucket403,
		Find:   findForbidden,
	},
	{
		ID: "auth-missing-challenge", Group: "A", Severity: Warning, Unit: PerURL, Class: 4,
		Title:  "401 or 407 without a challenge",
		Why:    "RFC 9110 demands a WWW-Authenticate field (Proxy-Authenticate for 407); without one no client knows how to log in.",
		Fix:    "Add the challenge, or answer 403 or 404.",
		Docs:   []string{docChallenge},
		Bucket: bucket401,
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			field, owed := challenges[r.Exchange.Status]
			if !owed || r.Exchange.Header.Get(field) != "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s without %s", r.Exchange.Status, field)}
		}),
	},
	{
		ID: "rate-limited-crawler", Group: "A", Severity: Error, Unit: PerSite, Class: 1,
		Title: "The site refuses even a slow crawler (429)",
		Why:   "Search engines take 429 as a server error and cut the crawl rate of the whole host.",
		Fix:   "Raise the limit, and exempt crawlers whose address is verified.",
		Docs:  []string{docStatus, docRate},
		Find:  findRateLimits,
	},
}

// challenges are the fields that a refusal owes.
var challenges = map[status.Code]string{
	status.Unauthorized:      "WWW-Authenticate",
	status.ProxyAuthRequired: "Proxy-Authenticate",
}

// findForbidden accuses only where a browser and a search crawler are refused
// as well: a wall against strangers proves nothing about search engines.
func findForbidden(f *Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		if v := f.Verdicts[r.Address.Key]; !forbidden.Has(r.Exchange.Status) || !v.Asked || !v.Agents {
			return nil
		}
		return &Hit{Message: "answers 403 Forbidden to Signpost, to a browser and to a search crawler's name"}
	})(f)
}

// findRateLimits looks for refusals of requests that came alone and at least a
// second after the one before.
func findRateLimits(f *Facts) []Hit {
	var hits []Hit
	for _, h := range f.Hosts {
		first := firstLimited(f, h.Host)
		if h.SlowRefusals == 0 || first == nil {
			continue
		}
		hits = append(hits, about(first, Hit{
			Template: "/", Count: h.Refusals, Discriminator: h.Host,
			Message: fmt.Sprintf("%s answered 429 %d times, %d of them at no more than one request a second", h.Host, h.Refusals, h.SlowRefusals),
		}))
	}
	return hits
}

func firstLimited(f *Facts, host string) *crawl.Resource {
	for r := range f.Site.All() {
		if r.Exchange != nil && r.Address.Host == host && r.Exchange.Unanswered() == crawl.RateLimited {
			return r
		}
	}
	return nil
}
