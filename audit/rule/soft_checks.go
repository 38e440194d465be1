package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var softChecks = []Check{
	{
		ID: "soft404-probe", Group: "B", Severity: Error, Unit: PerTemplate, Class: 2,
		OverAll: []string{"error-url-200"}, // one cause: everything answers 200
		Title:   "Unknown addresses answer 200",
		Why:     "Every misspelt or outdated address becomes a page of its own in the index: a soft 404.",
		Fix:     "Let the catch-all answer 404.",
		Docs:    []string{docStatus, docIndexing},
		Bucket:  bucketSoft404,
		Find:    eachProbe(answersInPlace),
	},
	{
		ID: "soft404-probe-redirect", Group: "B", Severity: Error, Unit: PerTemplate, Class: 2,
		OverAll: []string{"error-url-200"},
		Title:   "Unknown addresses are redirected to one page",
		Why:     "A redirect to a page that has nothing to do with the request counts as a soft 404.",
		Fix:     "Answer 404 in place.",
		Docs:    []string{docRedirects, docIndexing},
		Bucket:  bucketSoft404,
		Find:    eachProbe(redirectsAway),
	},
}

// eachProbe makes a check of a function that looks at one pair of probes. It
// reports a place once, however many shapes of names show the fault there.
func eachProbe(find func(Probe) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		type spot struct {
			origin, template string
			confidence       Confidence
		}
		at := map[spot]int{}
		var hits []Hit
		for _, p := range f.Probes {
			hit := find(p)
			if hit == nil {
				continue
			}
			first := p.Asked[0].First()
			s := spot{first.Address.Origin(), p.Template, hit.Confidence}
			i, known := at[s]
			if !known {
				i = len(hits)
				at[s] = i
				hit.Address, hit.First, hit.Final = first.Address, first, p.Asked[0].Final()
				hit.Template = p.Template
				hits = append(hits, *hit)
			}
			hits[i].Count++
			hits[i].Examples = addExample(hits[i].Examples, first.Address.Raw)
			hits[i].Sources = append(hits[i].Sources, crawl.Source{Role: "probe", Element: "probe", Written: p.Shape})
		}
		return hits
	}
}

func found(p ProbeAnswer) bool {
	return p.Final().Status.IsSuccess() && p.Final().Size > 0
}

func answersInPlace(p Probe) *Hit {
	for _, asked := range p.Asked {
		if !found(asked) || !asked.InPlace() {
			return nil
		}
		if p.Child && asked.Page != nil && asked.Page.Canonical != "" && !strings.Contains(asked.Page.Canonical, asked.Name) {
			return nil // the page says itself which address counts
		}
	}
	hit := &Hit{Message: fmt.Sprintf("unknown names like %s%s answer %s (2 of 2 probes)", p.Template, p.Shape, p.Asked[0].Final().Status)}
	if p.Query && !saysMissing(p) {
		hit.Confidence = Unsure
		hit.Message = "an unknown value of a parameter gets a page: it may be the list"
	}
	if wildcard(p) {
		hit.Confidence = Unsure
		hit.Message = "unknown names get different pages: the place may accept any name"
	}
	return hit
}

// saysMissing reports that the pages say themselves that nothing is there.
func saysMissing(p Probe) bool {
	for _, asked := range p.Asked {
		if asked.Page == nil || missingPhrase(asked.Page.Title) == "" && !slices.ContainsFunc(asked.Page.H1, func(h string) bool { return missingPhrase(h) != "" }) {
			return false
		}
	}
	return true
}

const richWords = 60

// wildcard reports that the two names got two different, rich pages: the place
// accepts any name, as a user page or a search in the path does.
func wildcard(p Probe) bool {
	a, b := p.Asked[0].Page, p.Asked[1].Page
	if isJSON(p.Asked[0].Final()) && isJSON(p.Asked[1].Final()) {
		return p.Asked[0].Final().Hash != p.Asked[1].Final().Hash
	}
	return a != nil && b != nil && min(a.Words, b.Words) >= richWords && !a.Sketch.Like(b.Sketch)
}

// nameless is where a made-up name ended, without the name itself: a login page
// is told where to go back to.
func nameless(p ProbeAnswer) string {
	return strings.ReplaceAll(p.Final().Address.Key, p.Name, "")
}

func redirectsAway(p Probe) *Hit {
	for _, asked := range p.Asked {
		if len(asked.Hops) < 2 || !found(asked) || asked.InPlace() {
			return nil
		}
	}
	to := p.Asked[0].Final().Address
	if nameless(p.Asked[0]) != nameless(p.Asked[1]) {
		return nil
	}
	return &Hit{Message: fmt.Sprintf("unknown names like %s%s are redirected to %s", p.Template, p.Shape, to.PathQuery())}
}
