package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// pause holds the answers that are expected to change by themselves.
var pause = status.MustParseSet("429, 503")

var flapChecks = []Check{
	{
		ID: "status-flapping", Group: "E", Severity: Error, Unit: PerURL, Class: 4,
		Over:  []string{"link-4xx", "link-5xx", "status-409-on-get", "sitemap-url-4xx", "sitemap-url-5xx"},
		Title: "The same address answers now this, now that",
		Why:   "One bad server or cache behind the address gives some visitors and crawlers an error.",
		Fix:   "Find the bad server or cache entry. While unsure, answer 503 with Retry-After.",
		Docs:  []string{docStatus},
		Find:  findFlapping,
	},
}

func findFlapping(f *Facts) []Hit {
	hits, told := flapsByRepeats(f)
	for r := range f.Site.All() {
		if told[r.Address.Key] {
			continue
		}
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

// flapsByRepeats looks at the addresses that were asked plainly several times.
func flapsByRepeats(f *Facts) (hits []Hit, told map[string]bool) {
	told = map[string]bool{}
	for _, v := range f.Variants {
		r := f.Site.Resource(v.Address.Key)
		if r == nil || r.Exchange == nil || !wanted(r) {
			continue
		}
		all := slices.Concat([]*crawl.Exchange{r.Exchange}, v.Plain)
		classes := map[string]int{}
		for _, x := range all {
			if !x.Answered() && !x.Reason.IsFailure() || pause.Has(x.Status) {
				classes = nil // not told apart from a pause
				break
			}
			classes[kindOfAnswer(x)]++
		}
		if classes["failure"] == 1 {
			delete(classes, "failure") // one lost connection is nobody's fault
		}
		if len(classes) < 2 {
			continue
		}
		told[r.Address.Key] = true
		var parts []string
		for _, x := range all {
			parts = append(parts, outcome(x))
		}
		hits = append(hits, about(r, Hit{Message: "answered in turn " + strings.Join(parts, ", ")}))
	}
	return hits, told
}

// kindOfAnswer is the class of an answer, or that there was none.
func kindOfAnswer(x *crawl.Exchange) string {
	if x.Reason.IsFailure() {
		return "failure"
	}
	return x.Status.Class()
}

func outcome(x *crawl.Exchange) string {
	if x.Reason != "" {
		return string(x.Reason)
	}
	return x.Status.String()
}
