package rule

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// pastChecks compare a run with what an earlier one remembered.
var pastChecks = []Check{
	{
		ID: "gone-vs-not-found", Group: "A", Severity: Notice, Unit: PerURL, Class: 3,
		Title:  "A page that was there is not found",
		Why:    "Search engines treat 404 and 410 alike, but only 410 says that the page is meant to be gone.",
		Fix:    "Answer 410 if it is gone for good, redirect with 301 if it moved.",
		Docs:   []string{docBudget},
		Bucket: bucketNotFound,
		Find: eachThen(func(r *crawl.Resource, then Then, f *Facts) *Hit {
			if !then.Status.IsSuccess() || !notFound.Has(r.Exchange.Status) || !f.settled(r) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers 404, and answered %s in the run before", then.Status)}
		}),
	},
	{
		ID: "maintenance-too-long", Group: "A", Severity: Error, Unit: PerSite, Class: 1,
		Title:  "A pause of more than two days",
		Why:    "Search engines take addresses that answer 503 for days out of their index.",
		Fix:    "End the pause, or serve copies of the pages with 200.",
		Docs:   []string{docRate},
		Bucket: bucketServer,
		Find:   findLongPause,
	},
	{
		ID: "fallback-text-200", Group: "B", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "Pages lost their text and show a stopgap",
		Why:   "Search engines store the stopgap in place of the page, because it comes with 200.",
		Fix:   "Answer 503 while the content is missing, and let caches keep the stopgap for a short time.",
		Docs:  []string{docStatus},
		Find:  findFallen,
	},
	{
		ID: "redirect-permanent-flaps", Group: "D", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A redirect for good that changes its target",
		Why:   "Browsers and search engines remember a 301 or 308, and go on to the old target or in a circle.",
		Fix:   "Redirect with 302 or 307 until the target is final.",
		Docs:  []string{docRedirects},
		Find:  eachThen(findFlappingMoves),
	},
	{
		ID: "noindex-after-error", Group: "G", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "A cached noindex is left of an error",
		Why:   "The page is well again, and a cache still tells search engines to drop it.",
		Fix:   "Purge the page from the cache, and send no-store with errors.",
		Docs:  []string{docMeta},
		Find: eachThen(func(r *crawl.Resource, then Then, _ *Facts) *Hit {
			age, _ := strconv.Atoi(r.Exchange.Header.Get("Age"))
			if !then.Status.IsError() || !plainOK.Has(r.Exchange.Status) || r.Page == nil || !r.Page.NoIndex() || age <= 0 {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers 200 with noindex from a cache (Age: %d), and answered %s in the run before", age, then.Status)}
		}),
	},
	{
		ID: "error-cached-after-recovery", Group: "C", Severity: Error, Unit: PerURL, Class: 2,
		Title: "A cache shows an error that is over",
		Why:   "Visitors and crawlers go on to get the error although the page is well again.",
		Fix:   "Purge the address from the cache, and send no-store with errors.",
		Docs:  []string{docCaching},
		Find: func(f *Facts) []Hit {
			var hits []Hit
			for r := range f.Site.All() {
				if past := f.Recovered[r.Address.Key]; past != nil {
					hits = append(hits, about(r, Hit{Message: fmt.Sprintf("answers %s from a cache, and %s past it", r.Exchange.Status, past.Status)}))
				}
			}
			return hits
		},
	},
	{
		ID: "status-by-vantage", Group: "E", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "The status depends on the place of the visitor",
		Why:   "Search engines ask mostly from one country, and see another site than visitors elsewhere.",
		Fix:   "Answer the same status everywhere.",
		Docs:  []string{docStatus},
		Find:  func(*Facts) []Hit { return nil }, // of two reports: signpost compare --as-vantage
	},
}

// eachThen makes a check of a function that compares one answer with the one of
// the earlier run.
func eachThen(find func(*crawl.Resource, Then, *Facts) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		if f.Earlier.Len() == 0 {
			return nil
		}
		var hits []Hit
		for r := range f.Site.All() {
			if r.Exchange == nil || !r.Exchange.Answered() || r.Exchange.Reason != "" {
				continue
			}
			if then, known := f.Earlier.At(r.Address); known {
				if hit := find(r, then, f); hit != nil {
					hits = append(hits, about(r, *hit))
				}
			}
		}
		return hits
	}
}

var (
	unavailable = status.MustParseSet("503")
	forGood     = status.MustParseSet("301, 308")
)

// Times after which a pause costs, and after which a redirect is no more for a
// time.
const (
	longPause   = 24 * time.Hour
	tooLong     = 48 * time.Hour
	forSomeTime = 14 * 24 * time.Hour
)

// findLongPause reports the pause once, with the address that pauses longest.
func findLongPause(f *Facts) []Hit {
	var hit Hit
	longest := time.Duration(0)
	each := eachThen(func(r *crawl.Resource, then Then, f *Facts) *Hit {
		lasted := f.Began.Sub(then.Since)
		if !unavailable.Has(r.Exchange.Status) || !unavailable.Has(then.Status) || lasted <= longPause {
			return nil
		}
		if lasted > longest {
			longest = lasted
		}
		return &Hit{}
	})
	for _, one := range each(f) {
		if hit.First == nil {
			hit = one
		}
		hit.Count++
		hit.Examples = addExample(hit.Examples, one.Address.Raw)
	}
	if hit.First == nil {
		return nil
	}
	if longest <= tooLong {
		hit.Severity = Warning
	}
	hit.Template, hit.Message = "/", fmt.Sprintf("%d addresses answer 503, the longest for %d hours", hit.Count, int(longest.Hours()))
	return []Hit{hit}
}

// A text that fell to less than a fifth of what it was.
const (
	leastFallen = 50
	fallenTo    = 5
)

// findFallen looks for pages that lost most of their text, and for the same
// short text at another address.
func findFallen(f *Facts) []Hit {
	var fallen []*crawl.Resource
	hits := eachThen(func(r *crawl.Resource, then Then, _ *Facts) *Hit {
		if r.Page == nil || !then.Status.Is(r.Exchange.Status) || !r.Exchange.Status.IsSuccess() || r.Page.Sketch.Words == 0 ||
			then.Words() < leastFallen || fallenTo*r.Page.Sketch.Words >= then.Words() {
			return nil
		}
		kept := *r
		fallen = append(fallen, &kept)
		return &Hit{Confidence: Likely, Message: fmt.Sprintf("shows %d words, and showed %d in the run before; another page shows the same", r.Page.Sketch.Words, then.Words())}
	})(f)
	var out []Hit
	for i, hit := range hits {
		for j, other := range fallen {
			if i != j && fallen[i].Page.Sketch.Like(other.Page.Sketch) {
				out = append(out, hit)
				break
			}
		}
	}
	return out
}

// findFlappingMoves looks for a redirect whose target is another one, but for
// one that takes a detour out of the way, and for two that were turned round.
func findFlappingMoves(r *crawl.Resource, then Then, f *Facts) *Hit {
	if !forGood.Has(r.Exchange.Status) || !r.Moves() || !f.settled(r) {
		return nil
	}
	back, known := f.Earlier.At(r.To)
	switch {
	case known && forGood.Has(back.Status) && back.Led(r.Address):
		return &Hit{Message: fmt.Sprintf("leads to %s, which led here in the run before", r.To.Raw)}
	case !forGood.Has(then.Status) || then.Led(r.To) || f.shortens(r, then):
		return nil
	}
	return &Hit{Message: fmt.Sprintf("%s leads to %s, and led elsewhere in the run before", r.Exchange.Status, r.To.Raw)}
}

// shortens reports that the earlier target leads to where the redirect ends now,
// or is an error that the redirect was taken away from.
func (f *Facts) shortens(r *crawl.Resource, then Then) bool {
	end := f.Site.Chain(r).End().Address.Key
	for old := range f.Site.All() {
		if old.Exchange != nil && then.Led(old.Address) {
			last := f.Site.Chain(old).End()
			return last.Address.Key == end || last.Exchange.Broken()
		}
	}
	return false
}

var entrance = regexp.MustCompile(`(?i)log-?in|sign-?in|auth|session|account|checkout|cart`)

// findLasting looks for temporary redirects that have led to one place for two
// weeks. A way to log in stays one for the moment.
func findLasting(f *Facts) []Hit {
	var g grouped
	eachThen(func(r *crawl.Resource, then Then, f *Facts) *Hit {
		lasted := f.Began.Sub(then.Since)
		if temporary.Has(r.Exchange.Status) && wanted(r) && f.settled(r) && then.Status.Is(r.Exchange.Status) && then.Led(r.To) && lasted >= forSomeTime &&
			cleanUp(r.Address, r.To) == "" && !entrance.MatchString(r.To.Raw) && !strings.Contains(r.To.PathQuery(), "=") {
			g.add(r, Template(r.Address), Hit{Discriminator: "lasting", Message: fmt.Sprintf("%s has led to %s for %d days", r.Exchange.Status, r.To.Raw, int(lasted.Hours()/24))})
		}
		return nil
	})(f)
	return g.hits
}

// FromCache reports an answer that a cache had in store.
func FromCache(h http.Header) bool {
	if age, err := strconv.Atoi(h.Get("Age")); err == nil && age > 0 {
		return true
	}
	for _, name := range []string{"X-Cache", "Cf-Cache-Status", "X-Cache-Status", "Cdn-Cache", "X-Vercel-Cache"} {
		if strings.HasPrefix(strings.ToLower(h.Get(name)), "hit") {
			return true
		}
	}
	return false
}
