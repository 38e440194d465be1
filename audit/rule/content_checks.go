package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// eachSeen makes a check of a function that looks at what the body of one
// answer with success told.
func eachSeen(find func(*crawl.Resource, *Observation, *Facts) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		return eachAnswer(func(r *crawl.Resource) *Hit {
			o := f.Seen[r.Address.Key]
			if o == nil || !r.Exchange.Status.IsSuccess() {
				return nil
			}
			return find(r, o, f)
		})(f)
	}
}

var softIDs = []string{"soft404-framework-marker", "soft404-phrase", "soft404-similar"}

var contentChecks = []Check{
	{
		ID: "soft404-framework-marker", Group: "B", Severity: Error, Unit: PerURL, Class: 2, Bucket: bucketSoft404,
		Over:  []string{"soft404-phrase", "soft404-similar"},
		Title: "The framework says \"not found\" and the status says 200",
		Why:   "The answer began before the route knew that the record is missing, so the page goes into the index as a soft 404.",
		Fix:   "Decide before the first byte, or let the edge hold the head and send 404.",
		Docs:  []string{docStatus, docIndexing},
		Find: eachSeen(func(_ *crawl.Resource, o *Observation, _ *Facts) *Hit {
			if o.Marker == "" {
				return nil
			}
			return &Hit{Match: o.Marker, Message: fmt.Sprintf("answers 200 and carries the not-found marker of %s", o.Marker)}
		}),
	},
	{
		ID: "soft404-similar", Group: "B", Severity: Warning, Unit: PerURL, Class: 3, Bucket: bucketSoft404,
		Title: "A page is like those that unknown addresses get",
		Why:   "It answers 200 and shows what a made-up address shows: a soft 404.",
		Fix:   "Answer 404.",
		Docs:  []string{docStatus, docIndexing},
		Find:  findSimilar,
	},
	{
		ID: "soft404-phrase", Group: "B", Severity: Warning, Unit: PerURL, Class: 3, Bucket: bucketSoft404,
		Over:  []string{"soft404-similar"},
		Title: "A page says that it was not found, with 200",
		Why:   "Search engines take it for a soft 404 and leave it out; until then it stands in the index.",
		Fix:   "Answer 404 or 410.",
		Docs:  []string{docStatus, docIndexing},
		Find: eachSeen(func(_ *crawl.Resource, o *Observation, _ *Facts) *Hit {
			if !o.Soft.Convincing() {
				return nil
			}
			return &Hit{Confidence: Likely, Message: "answers 200, but " + strings.Join(append(o.Soft.Strong[:len(o.Soft.Strong):len(o.Soft.Strong)], o.Soft.Weak...), "; ")}
		}),
	},
	{
		ID: "soft404-unstable", Group: "B", Severity: Warning, Unit: PerURL, Class: 3, Bucket: bucketSoft404,
		Title: "A page shows an error to some of those who ask",
		Why:   "One bad cache entry or server turns the page into a soft 404 for some visitors and crawlers.",
		Fix:   "Repair the cache or the making of the page.",
		Docs:  []string{docIndexing},
		Find: eachSeen(func(_ *crawl.Resource, o *Observation, _ *Facts) *Hit {
			if o.Unstable == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("showed an error with 200 in %s answers, and its content in the others", o.Unstable)}
		}),
	},
	{
		ID: "soft404-spa", Group: "B", Severity: Warning, Unit: PerTemplate, Class: 2, Bucket: bucketSoft404,
		Over:  []string{"soft404-probe"},
		Title: "Every address answers with the empty shell of an application",
		Why:   "Unknown addresses get 200, and without scripts no page has any text.",
		Fix:   "Give the server the list of routes and let it answer 404 for the rest.",
		Docs:  []string{docScripts},
		Find:  eachShell,
	},
	{
		ID: "error-200-json", Group: "B", Severity: Warning, Unit: PerURL, Class: 3, Bucket: bucketSoft404,
		Title: "JSON tells of an error, with 200",
		Why:   "Programs, caches and search engines take the error for content.",
		Fix:   "Send the status that the body speaks of.",
		Docs:  []string{docStatus, "https://www.rfc-editor.org/rfc/rfc9457"},
		Find: eachSeen(func(_ *crawl.Resource, o *Observation, _ *Facts) *Hit {
			if o.JSONError == "" {
				return nil
			}
			return &Hit{Match: o.JSONError, Message: fmt.Sprintf("answers 200 with JSON that tells of an error (%s)", o.JSONError)}
		}),
	},
	{
		ID: "soft5xx-signature", Group: "B", Severity: Error, Unit: PerURL, Class: 2, Bucket: bucketSoft404, Over: softIDs,
		Title: "The failure of a program, with 200",
		Why:   "The failure is stored and indexed, and shown after everything works again.",
		Fix:   "Answer 500 or 503 with Cache-Control: no-store.",
		Docs:  []string{docStatus},
		Find: eachSeen(func(_ *crawl.Resource, o *Observation, _ *Facts) *Hit {
			if o.Failure == "" {
				return nil
			}
			return &Hit{Match: o.Failure, Message: fmt.Sprintf("answers 200 and shows a failure: %q", o.Failure)}
		}),
	},
	{
		ID: "challenge-2xx", Group: "B", Severity: Error, Unit: PerSite, Class: 1,
		OverAll: slices.Concat(softly, []string{"trailing-slash", "orphan-page"}),
		Title:   "A bot wall answers with success",
		Why:     "Every page becomes one and the same page about checking for bots.",
		Fix:     "Answer 503 with Retry-After (or 403) for the check, and let verified crawlers through.",
		Docs:    []string{docStatus},
		Find:    findWalls,
	},
	{
		ID: "challenge-noindex", Group: "B", Severity: Error, Unit: PerSite, Class: 1,
		Title: "A bot wall says noindex with success",
		Why:   "Real pages leave the index while the wall stands before them.",
		Fix:   "Take noindex off the wall and answer 503.",
		Docs:  []string{docMeta},
		Find:  findHidingWalls,
	},
	{
		ID: "content-at-404", Group: "B", Severity: Error, Unit: PerURL, Class: 3, Over: notFoundLink, Bucket: bucketNotFound,
		Title: "A real page answers 404",
		Why:   "Visitors see the page and search engines drop it.",
		Fix:   "Serve known addresses with 200.",
		Docs:  []string{docStatus},
		Find:  findContentAt404,
	},
	{
		ID: "homepage-as-404", Group: "B", Severity: Warning, Unit: PerSite, Class: 2, Bucket: bucketSoft404,
		Title: "Many addresses show the home page",
		Why:   "Search engines take copies of the home page for soft 404s.",
		Fix:   "Answer 404, or redirect to the page that is meant.",
		Docs:  []string{docIndexing},
		Find:  findHomeCopies,
	},
}

// findSimilar compares pages with what the made-up names of their place got. A
// place whose good pages look like that too has no telling content.
func findSimilar(f *Facts) []Hit {
	models := map[string]*crawl.Page{}
	for _, p := range f.Probes {
		page := p.Asked[0].Page
		if page == nil || !found(p.Asked[0]) || !found(p.Asked[1]) || wildcard(p) || page.Sketch.Words < 5 {
			continue
		}
		models[p.Asked[0].First().Address.Origin()+p.Template] = page
	}
	if len(models) == 0 {
		return nil
	}
	like, all := map[string]int{}, map[string]int{}
	for r := range f.Site.All() {
		if m := models[kindOf(r.Address)]; m != nil && r.Page != nil && plainOK.Has(r.Exchange.Status) {
			all[kindOf(r.Address)]++
			if r.Page.Sketch.Like(m.Sketch) && r.Page.Title == m.Title {
				like[kindOf(r.Address)]++
			}
		}
	}
	return eachAnswer(func(r *crawl.Resource) *Hit {
		kind := kindOf(r.Address)
		m := models[kind]
		if m == nil || r.Page == nil || !plainOK.Has(r.Exchange.Status) || r.Address.Path() == "/" || 2*like[kind] >= all[kind] {
			return nil
		}
		if !r.Page.Sketch.Like(m.Sketch) || r.Page.Title != m.Title {
			return nil
		}
		return &Hit{Confidence: Likely, Message: "shows the same as addresses that do not exist"}
	})(f)
}

// eachShell finds probes that get the shell of the home page, byte for byte.
func eachShell(f *Facts) []Hit {
	return eachProbe(func(p Probe) *Hit {
		if answersInPlace(p) == nil {
			return nil
		}
		x := p.Asked[0].Final()
		home := f.Site.Resource(x.Address.Origin() + "/")
		if home == nil || home.Page == nil || home.Exchange.Hash != x.Hash || home.Page.Words >= 5 {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("unknown names like %s%s get the shell of the home page, which has no text without scripts", p.Template, p.Shape)}
	})(f)
}

// findWalls reports walls at three addresses or more.
func findWalls(f *Facts) []Hit {
	hits := walls(f, func(*crawl.Resource) bool { return true })
	if len(hits) == 0 || hits[0].Count < leastSame {
		return nil
	}
	return hits
}

func findHidingWalls(f *Facts) []Hit {
	return walls(f, func(r *crawl.Resource) bool { return r.Page != nil && r.Page.NoIndex() })
}

func walls(f *Facts, counts func(*crawl.Resource) bool) []Hit {
	var hits []Hit
	var model crawl.Sketch
	for r := range f.Site.All() {
		o := f.Seen[r.Address.Key]
		if o == nil || o.Wall == "" || !r.Exchange.Status.IsSuccess() || !counts(r) {
			continue
		}
		switch {
		case hits == nil:
			hits = append(hits, about(r, Hit{Template: "/", Match: o.Wall}))
			if r.Page != nil {
				model = r.Page.Sketch
			}
		case r.Page != nil && !r.Page.Sketch.Like(model):
			continue
		}
		hits[0].Count++
		hits[0].Examples = addExample(hits[0].Examples, r.Address.Raw)
		hits[0].Message = fmt.Sprintf("%d answers with success are a wall against bots (%s)", hits[0].Count, hits[0].Match)
	}
	return hits
}

const contentWords = 150

// absent are the statuses of pages that are not there.
var absent = status.MustParseSet("404, 410")

// findContentAt404 accuses where a page that is well linked or listed reads
// like content and not like the page of made-up names.
func findContentAt404(f *Facts) []Hit {
	pages := map[string]*ErrorPage{}
	var probed []*ErrorPage
	for _, e := range f.ErrorPages {
		if e.Probed {
			probed = append(probed, e)
		} else {
			pages[e.Address.Key] = e
		}
	}
	return eachAnswer(func(r *crawl.Resource) *Hit {
		e := pages[r.Address.Key]
		if e == nil || e.Page == nil || !absent.Has(r.Exchange.Status) || e.Page.Words < contentWords || e.Missing || !r.Listed && r.Total < leastSame {
			return nil
		}
		for _, p := range probed {
			if p.Page != nil && p.Page.Sketch.Like(e.Page.Sketch) {
				return nil
			}
		}
		return &Hit{Confidence: Likely, Message: fmt.Sprintf("answers %s with a page of %d words that says nothing of an error", r.Exchange.Status, e.Page.Words)}
	})(f)
}

func findHomeCopies(f *Facts) []Hit {
	var hits []Hit
	for _, seed := range f.Site.Seeds {
		home := f.Site.Resource(seed.Origin() + "/")
		if home == nil || home.Page == nil || !plainOK.Has(home.Exchange.Status) || home.Page.Words < shellWords || len(f.Limits) > 0 {
			continue
		}
		kept := *home
		hit := about(&kept, Hit{Template: "/"})
		for r := range f.Site.All() {
			if r.Page == nil || r.Address.Key == kept.Address.Key || !plainOK.Has(r.Exchange.Status) || r.Address.Origin() != seed.Origin() {
				continue
			}
			if r.Address.Path() == "/" || homes.MatchString(r.Address.Path()) || r.Page.Canonical != "" {
				continue
			}
			if alike(kept.Exchange, kept.Page, r.Exchange, r.Page) {
				hit.Count++
				hit.Examples = addExample(hit.Examples, r.Address.Raw)
			}
		}
		if hit.Count >= fewPages {
			hit.Message = fmt.Sprintf("%d addresses show the home page", hit.Count)
			hits = append(hits, hit)
		}
	}
	return hits
}

// shellWords is below what a page with content has.
const shellWords = 5
