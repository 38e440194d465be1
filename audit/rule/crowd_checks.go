package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// Crowd is what pages that answered with success got when all of them were asked
// at once. The rounds stand side by side, by page: together, and where that gave
// errors, one by one and together again.
type Crowd struct {
	Pages           []crawl.Address
	Together        []*crawl.Exchange
	OneByOne, Again []*crawl.Exchange // nil when nothing failed together
}

var crowdChecks = []Check{
	{
		ID: "status-order-dependent", Group: "E", Severity: Notice, Unit: PerSite, Class: 4,
		Title: "Pages fail when several are asked at a time",
		Why:   "Crawlers and busy hours meet errors that nobody sees who looks at one page.",
		Fix:   "Raise the limits behind the server, or shed load with 503 and Retry-After.",
		Docs:  []string{docRate},
		Find: eachCrowd(func(x *crawl.Exchange) bool {
			return x.Reason.IsFailure() || x.Status.IsServerError() && !pause.Has(x.Status)
		}, 1, "gave errors"),
	},
	{
		ID: "error-burst-4xx", Group: "A", Severity: Warning, Unit: PerSite, Class: 1,
		Title: "Busy times are answered with \"forbidden\" or \"not found\"",
		Why:   "Search engines take such pages out of their index: only 429 and 503 ask a crawler to slow down.",
		Fix:   "Refuse with 429 or 503 and Retry-After.",
		Docs:  []string{docRate},
		Find:  eachCrowd(func(x *crawl.Exchange) bool { return refusedOrGone.Has(x.Status) }, burstPercent, "were refused or not found"),
	},
}

var refusedOrGone = status.MustParseSet("403, 404")

// burstPercent is by how many points the share of refusals rises at least.
const burstPercent = 21

// eachCrowd makes a check of what a page in a crowd got: both rounds together
// must show it for a share of the pages, and the one between for none.
func eachCrowd(fails func(*crawl.Exchange) bool, percent int, what string) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		c := f.Crowd
		if c == nil || c.Again == nil {
			return nil
		}
		count := func(round []*crawl.Exchange) (n int) {
			for _, x := range round {
				if fails(x) {
					n++
				}
			}
			return n
		}
		first, again := count(c.Together), count(c.Again)
		if count(c.OneByOne) > 0 || 100*min(first, again) < percent*len(c.Pages) || min(first, again) == 0 {
			return nil
		}
		hit := Hit{Template: "/", Count: first, Message: fmt.Sprintf("%d of %d pages %s when all were asked at once, and none one by one", first, len(c.Pages), what)}
		for i, x := range c.Together {
			if fails(x) {
				if hit.First == nil {
					hit.Address, hit.First = c.Pages[i], x
				}
				hit.Examples = addExample(hit.Examples, c.Pages[i].Raw)
			}
		}
		return []Hit{hit}
	}
}
