package rule

import (
	"fmt"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// eachTrial makes a check of a function that looks at one address asked beside
// the crawl. It reports what the address is about once for each kind.
func eachTrial(kind TrialKind, find func(Trial, *Facts) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for _, t := range f.Trials {
			if t.Kind != kind {
				continue
			}
			hit := find(t, f)
			if hit == nil {
				continue
			}
			hit.Address, hit.First, hit.Final = t.Asked, t.First(), t.Final()
			hit.Sources = []crawl.Source{{Role: "probe", Element: "probe", Page: t.Of.Raw}}
			hits = append(hits, *hit)
		}
		return hits
	}
}

// same reports that a trial ends at the content of the address it is about.
func same(t Trial, f *Facts) bool {
	of := f.Site.Resource(t.Of.Key)
	if of == nil || of.Exchange == nil || !plainOK.Has(of.Exchange.Status) || !plainOK.Has(t.Final().Status) || !f.trusted(of) {
		return false
	}
	return alike(of.Exchange, of.Page, t.Final(), t.Page)
}

func alike(a *crawl.Exchange, p *crawl.Page, b *crawl.Exchange, q *crawl.Page) bool {
	if a.Hash == b.Hash && a.Hash != "" {
		return true
	}
	return p != nil && q != nil && p.Title == q.Title && p.Sketch.Words > 0 && p.Sketch.Like(q.Sketch)
}

// answersAt reports a page in place: success, without a redirect, twice.
func (t Trial) answersAt() bool {
	return len(t.Hops) == 1 && t.First().Status.IsSuccess() && t.First().Size > 0 && t.Sure()
}

var temporary = status.MustParseSet("302, 303, 307")

var trialChecks = []Check{
	{
		ID: "error-url-200", Group: "B", Severity: Notice, Unit: PerURL, Class: 2,
		Title:  "An error page answers 200 at its own address",
		Why:    "The error page itself can be indexed as if it were content.",
		Fix:    "Answer /404* with 404, /500* with 500 or 404, or send noindex.",
		Docs:   []string{docStatus},
		Bucket: bucketSoft404,
		Find:   eachTrial(TrialErrorURL, findErrorURL),
	},
	{
		ID: "trailing-slash", Group: "D", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "A page answers with and without a slash at its end",
		Why:   "Search engines find each page twice and have to choose.",
		Fix:   "Redirect one form to the other with 301, or name one as canonical.",
		Docs:  []string{docCanonical},
		Find: eachTrial(TrialSlash, func(t Trial, f *Facts) *Hit {
			if !t.answersAt() || !same(t, f) || settledByCanonical(t, f) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("%s and %s answer 200 with one content, and no canonical names one of them", t.Of.PathQuery(), t.Asked.PathQuery()), Template: Template(t.Of)}
		}),
	},
	{
		ID: "http-to-https", Group: "D", Severity: Warning, Unit: PerSite, Class: 4,
		Title: "Plain http is not sent to https for good",
		Why:   "Visitors stay unprotected, and search engines get a weak sign of which address counts.",
		Fix:   "Redirect with 301 and send Strict-Transport-Security.",
		Docs:  []string{docMoves},
		Find: eachTrial(TrialHTTP, func(t Trial, _ *Facts) *Hit {
			switch {
			case t.answersAt():
				return &Hit{Template: "/", Message: "http answers 200 although https is there"}
			case temporary.Has(t.First().Status) && t.Sure() && t.Final().Address.Scheme == "https":
				return &Hit{Template: "/", Message: fmt.Sprintf("http is sent to https with %s, which is not for good", t.First().Status)}
			}
			return nil
		}),
	},
	{
		ID: "www-apex", Group: "D", Severity: Warning, Unit: PerSite, Class: 4,
		Title: "The name with www and the one without are two sites",
		Why:   "Search engines find every page twice, or visitors of one name meet an error.",
		Fix:   "Redirect one name to the other with 301.",
		Docs:  []string{docCanonical},
		Find: eachTrial(TrialTwin, func(t Trial, f *Facts) *Hit {
			switch {
			case t.answersAt() && same(t, f) && !settledByCanonical(t, f):
				return &Hit{Template: "/", Message: fmt.Sprintf("%s and %s both answer with one content", t.Of.Host, t.Asked.Host)}
			case t.First().Broken() && t.First().Answered() && t.Sure():
				return &Hit{Template: "/", Message: fmt.Sprintf("%s answers %s", t.Asked.Host, t.First().Status)}
			}
			return nil
		}),
	},
	{
		ID: "soft404-page-param", Group: "B", Severity: Warning, Unit: PerTemplate, Class: 2,
		Title:  "Lists go on behind their last page",
		Why:    "Crawlers find an endless space of empty or repeated pages.",
		Fix:    "Answer 404 behind the last page.",
		Docs:   []string{docPaging},
		Bucket: bucketSoft404,
		Find:   eachTrial(TrialPage, findFarPage),
	},
}

func findErrorURL(t Trial, f *Facts) *Hit {
	if !t.answersAt() || t.Page == nil || t.Page.NoIndex() || isContent(t) {
		return nil
	}
	hit := &Hit{Message: fmt.Sprintf("%s answers %s", t.Asked.PathQuery(), t.First().Status)}
	if r := f.Site.Resource(t.Asked.Key); r != nil && (r.Listed || r.HasRole(crawl.RoleLink)) {
		hit.Severity = Error
	}
	return hit
}

// articleNames are addresses of error pages that may as well be an article's: a
// manual has a chapter on errors, and one on maintenance.
var articleNames = []string{"/error", "/error.html", "/maintenance.html"}

// isContent reports an article that only has the name of an error page.
func isContent(t Trial) bool {
	return slices.Contains(articleNames, t.Asked.Path()) && t.Page.Words >= richWords &&
		missingPhrase(t.Page.Title) == "" && !SaysMaintenance(t.Page)
}

// settledByCanonical reports that the page names one of both addresses.
func settledByCanonical(t Trial, f *Facts) bool {
	of := f.Site.Resource(t.Of.Key)
	return t.Page != nil && t.Page.Canonical != "" || of != nil && of.Page != nil && of.Page.Canonical != ""
}

func findFarPage(t Trial, f *Facts) *Hit {
	if !t.Sure() {
		return nil
	}
	if len(t.Hops) > 1 && t.Final().Status.IsSuccess() && t.Final().Address.Path() != "/" && same(Trial{Of: t.Of, Hops: t.Hops[len(t.Hops)-1:], Page: t.Page}, f) {
		return &Hit{Template: Template(t.Of), Message: fmt.Sprintf("%s is sent to the first page", t.Asked.PathQuery())}
	}
	if !t.answersAt() || t.Page == nil || t.Page.NoIndex() || t.Page.Canonical != "" && t.Page.Canonical != t.Asked.Raw {
		return nil
	}
	return &Hit{Template: Template(t.Of), Message: fmt.Sprintf("%s answers 200, far behind the last page", t.Asked.PathQuery())}
}
