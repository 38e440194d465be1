package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// pause holds the answers that are expected to change by themselves.
var pause = status.MustParseSet("429, 503")

var flapChecks = []Check{
	{
		ID: "status-flapping", Group: "E", Severity: Error, Unit: PerURL, Class: 4,
		Title: "The same address answers now this, now that",
		Why:   "One bad server or cache behind the address gives some visitors and crawlers an error.",
		Fix:   "Find the bad server or cache entry. While unsure, answer 503 with Retry-After.",
		Docs:  []string{docStatus},
		Find:  findFlapping,
	},
}

func findFlapping(f *Facts) []Hit {
	var hits []Hit
	for r := range f.Site.All() {
		v, asked := f.Verdicts[r.Address.Key]
		if !asked || v.Agrees || v.Second == nil || !wanted(r) {
			continue
		}
		if !v.Second.Answered() && !v.Second.Reason.IsFailure() || pause.Has(v.Second.Status) || pause.Has(r.Exchange.Status) {
			continue // not told apart from a pause
		}
		hits = append(hits, about(r, Hit{
			Message: fmt.Sprintf("answered %s, then %s", outcome(r.Exchange), outcome(v.Second)),
		}))
	}
	return hits
}

func outcome(x *crawl.Exchange) string {
	if x.Reason != "" {
		return string(x.Reason)
	}
	return x.Status.String()
}
