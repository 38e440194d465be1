package rule

import (
	"fmt"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// longestNotice is how many words a notice of a pause has at most, with the
// frame of the site around it; of a longer page only the headings are asked.
const longestNotice = 400

// SaysMaintenance reports a page that tells of a pause of the site, in any
// language. It needs the page's text.
func SaysMaintenance(p *crawl.Page) bool {
	if p == nil {
		return false
	}
	texts := append([]string{p.Title}, p.H1...)
	if p.Words <= longestNotice {
		texts = append(texts, p.Text)
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		return finds(maintenanceWords, crawl.Lower(text))
	})
}

var maintenanceWords = func() *finder {
	var all []string
	for _, language := range phrases {
		all = append(all, language.maintenance...)
	}
	return newFinder(all)
}()

// softly are the checks for which one page in place of all others is a missing
// page: a notice or a wall that stands before the whole site explains them.
var softly = []string{
	"soft404-probe", "soft404-probe-redirect", "soft404-phrase", "soft404-similar", "soft404-spa", "soft404-page-param",
	"homepage-as-404", "error-url-200", "redirect-to-soft404", "sitemap-url-soft404",
}

// A site with fewer pages than fewPages is judged together with its probes,
// and by leastSame answers at least.
const (
	fewPages  = 5
	leastSame = 3
)

var maintenanceChecks = []Check{
	{
		ID: "maintenance-with-200", Group: "A", Severity: Error, Unit: PerSite, Class: 1,
		OverAll: slices.Concat(softly, []string{"soft5xx-signature", "resource-html-fallback", "orphan-page", "trailing-slash", "conditional-unsupported", "conditional-ignored"}),
		Title:   "The whole site says that it pauses, with 200",
		Why:     "Search engines store the notice in place of every page, and take it for a soft 404.",
		Fix:     "Answer 503 with Retry-After and Cache-Control: no-store until the work is done.",
		Docs:    []string{docStatus, docRate},
		Bucket:  bucketSoft404,
		Find:    findMaintenance,
	},
}

// notice is one answer with success, and whether it tells of a pause.
type notice struct {
	url    string
	sketch crawl.Sketch
	paused bool
}

func findMaintenance(f *Facts) []Hit {
	var all []notice
	var first *crawl.Resource
	for r := range f.Site.All() {
		if r.Page == nil || !r.Exchange.Status.IsSuccess() {
			continue
		}
		n := notice{r.Address.Raw, r.Page.Sketch, f.Maintenance[r.Address.Key]}
		if n.paused && first == nil {
			first = r
		}
		all = append(all, n)
	}
	if len(all) < fewPages {
		all = append(all, probeNotices(f)...)
	}
	same, examples := largestPause(all)
	if first == nil || same < leastSame || 2*same < len(all) {
		return nil
	}
	return []Hit{about(first, Hit{
		Template: "/", Count: same, Examples: examples,
		Message: fmt.Sprintf("%d of %d answers with success are one and the same notice of maintenance", same, len(all)),
	})}
}

func probeNotices(f *Facts) []notice {
	var out []notice
	for _, p := range f.Probes {
		for _, asked := range p.Asked {
			if asked.Page != nil && asked.Final().Status.IsSuccess() {
				out = append(out, notice{asked.First().Address.Raw, asked.Page.Sketch, asked.Maintenance})
			}
		}
	}
	return out
}

// largestPause counts the notices that are like the first notice of a pause.
func largestPause(all []notice) (same int, examples []string) {
	var model *notice
	for i := range all {
		n := &all[i]
		if n.paused && model == nil {
			model = n
		}
		if n.paused && n.sketch.Like(model.sketch) {
			same++
			examples = addExample(examples, n.url)
		}
	}
	return same, examples
}
