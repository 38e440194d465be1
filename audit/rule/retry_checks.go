package rule

import (
	"fmt"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// eachPause looks at the answers that ask to come back later. They are facts
// of the protocol, seen once, and never make an address broken.
func eachPause(set status.Set, find func(crawl.RetryAfter) string) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for r := range f.Site.All() {
			x := r.Exchange
			if x == nil || !x.Answered() || !set.Has(x.Status) {
				continue
			}
			if says := find(crawl.ReadRetryAfter(x.Header, x.At.Add(x.Took))); says != "" {
				hits = append(hits, about(r, Hit{Message: fmt.Sprintf("answers %s %s", x.Status, says)}))
			}
		}
		return append(hits, repeatedPauses(f, set, find, hits)...)
	}
}

// repeatedPauses looks at the refusals of hosts that let a repeated request
// through, so that no address keeps them.
func repeatedPauses(f *Facts, set status.Set, find func(crawl.RetryAfter) string, known []Hit) (hits []Hit) {
	for _, h := range f.Hosts {
		x := h.Unhelpful
		if x == nil || !set.Has(x.Status) || slices.ContainsFunc(known, func(k Hit) bool { return k.Address.Host == h.Host && k.First.Status.Is(x.Status) }) {
			continue
		}
		if says := find(crawl.ReadRetryAfter(x.Header, x.At.Add(x.Took))); says != "" {
			hits = append(hits, Hit{Address: x.Address, First: x, Message: fmt.Sprintf("answers %s %s when it is asked often", x.Status, says)})
		}
	}
	return hits
}

func missing(r crawl.RetryAfter) string {
	if r.Present {
		return ""
	}
	return "without Retry-After"
}

var retryChecks = []Check{
	{
		ID: "retry-after-missing-429", Group: "A", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "429 without Retry-After",
		Why:   "Clients and crawlers must guess when to come back, and guess wrong.",
		Fix:   "Add Retry-After in seconds, small and a little different for each client.",
		Docs:  []string{docTooMany, docRate},
		Find:  eachPause(status.Of(status.TooManyRequests), missing),
	},
	{
		ID: "retry-after-missing-503", Group: "A", Severity: Warning, Unit: PerURL, Class: 4,
		Title:  "503 without Retry-After",
		Why:    "Retry-After tells crawlers that the outage will end and when; without it they slow down for longer.",
		Fix:    "Add Retry-After.",
		Docs:   []string{docOutage, docRate},
		Bucket: bucketServer,
		Find:   eachPause(status.Of(status.ServiceUnavailable), missing),
	},
	{
		ID: "retry-after-invalid", Group: "A", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A Retry-After that clients cannot use",
		Why:   "RFC 9110 allows a whole number of seconds or an HTTP date. Clients read anything else each in their own way.",
		Fix:   "Send a whole number of seconds, at most seven days.",
		Docs:  []string{docRetry},
		Find: eachPause(status.MustParseSet("3xx, 4xx, 5xx"), func(r crawl.RetryAfter) string {
			if r.Fault == "" {
				return ""
			}
			return "with a Retry-After that " + r.Fault
		}),
	},
}
