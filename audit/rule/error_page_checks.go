package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// eachErrorPage makes a check of a function that looks at one error page. It
// reports once for each status and design, however many addresses show it.
func eachErrorPage(find func(*ErrorPage, *Facts) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		type design struct {
			status status.Code
			sketch crawl.Sketch
		}
		var designs []design
		var hits []Hit
		seen := map[status.Code]int{}
		for _, e := range f.ErrorPages {
			hit := find(e, f)
			if hit == nil {
				continue
			}
			d := design{status: e.Status()}
			if e.Page != nil {
				d.sketch = e.Page.Sketch
			}
			at := 0
			for at < len(designs) && !(designs[at].status.Is(d.status) && designs[at].sketch.Like(d.sketch)) {
				at++
			}
			if at == len(designs) {
				designs = append(designs, d)
				hit.Address, hit.First = e.Address, e.Exchange
				hit.Discriminator = d.status.String()
				if n := seen[d.status]; n > 0 {
					hit.Discriminator += fmt.Sprintf(" design %d", n+1)
				}
				seen[d.status]++
				hits = append(hits, *hit)
			}
			hits[at].Count++
			hits[at].Examples = addExample(hits[at].Examples, e.Address.Raw)
		}
		return hits
	}
}

// alsoAt2xx reports that a page like this one is served with success too.
func alsoAt2xx(e *ErrorPage, f *Facts) bool {
	if e.Page == nil || e.Page.Sketch.Words == 0 {
		return false
	}
	for _, p := range f.Probes {
		for _, asked := range p.Asked {
			if asked.Page != nil && asked.Final().Status.IsSuccess() && asked.Page.Sketch.Like(e.Page.Sketch) {
				return true
			}
		}
	}
	for r := range f.Site.All() {
		if r.Page != nil && r.Exchange.Status.IsSuccess() && r.Page.Sketch.Words > 0 && r.Page.Sketch.Like(e.Page.Sketch) {
			return true
		}
	}
	return false
}

// bareSize is below what a page that helps can be.
const bareSize = 512

// solvable are errors that the reader can do something about.
var solvable = status.MustParseSet("409, 412, 423, 428, 429, 503")

// passing are errors that end: a noindex that a cache stores with them can
// outlive them.
var passing = status.MustParseSet("408, 429, 5xx")

var errorPageChecks = []Check{
	{
		ID: "error-page-bare", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error page that helps nobody",
		Why:   "A few bare words, or the server's stock text, are a dead end: people close the tab.",
		Fix:   "Serve a page in the design of the site that says what happened and where to go.",
		Docs:  []string{docStatus},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			switch {
			case e.Page == nil && e.ofEdge():
				return nil
			case e.Stock != "":
				return &Hit{Message: fmt.Sprintf("the page for %s is the stock text of %s", e.Status(), e.Stock)}
			case e.Page != nil && e.Exchange.Size < bareSize:
				return &Hit{Message: fmt.Sprintf("the page for %s has %d bytes", e.Status(), e.Exchange.Size)}
			}
			return nil
		}),
	},
	{
		ID: "error-body-empty", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error without a page",
		Why:   "The browser shows its own page, or nothing at all.",
		Fix:   "Send a page with the error.",
		Docs:  []string{docStatus},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Exchange.Size > 0 || !e.Status().HasBody() {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("%s comes without a body", e.Status())}
		}),
	},
	{
		ID: "error-page-title", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "The title of an error page does not say so",
		Why:   "In tabs, history and search the page looks like any other.",
		Fix:   "Write a title such as \"Page not found – Site\".",
		Docs:  []string{docStatus},
		Find:  eachErrorPage(findTitle),
	},
	{
		ID: "error-page-navigation", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error page without a way out",
		Why:   "There is no link home, no search, no sitemap and no way to the section above.",
		Fix:   "Add a link to the home page and a search or the main sections.",
		Docs:  []string{docStatus},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Page == nil || e.WayOut {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the page for %s has no link home and no search", e.Status())}
		}),
	},
	{
		ID: "error-page-resolution", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error page that does not say how to go on",
		Why:   "A conflict, a lock or a pause can be solved, but the reader is not told how.",
		Fix:   "List the next steps, or say when to try again.",
		Docs:  []string{docStatus},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Page == nil || !solvable.Has(e.Status()) || e.HasList {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the page for %s has no list of next steps and no time to try again", e.Status())}
		}),
	},
	{
		ID: "error-page-canonical-home", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error page with a canonical",
		Why:   "It tells search engines that the missing page is another one.",
		Fix:   "Take the canonical off error pages.",
		Docs:  []string{docCanonical},
		Find: eachErrorPage(func(e *ErrorPage, f *Facts) *Hit {
			if e.Page == nil || e.Page.Canonical == "" {
				return nil
			}
			hit := Hit{Message: fmt.Sprintf("the page for %s names %s as canonical", e.Status(), e.Page.Canonical)}
			if alsoAt2xx(e, f) {
				hit.Severity = Error
			}
			return &hit
		}),
	},
	{
		ID: "error-page-noindex", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error page with noindex",
		Why:   "The status says it already. A cache that serves the body with 200 later would take the page out of the index.",
		Fix:   "Rely on the status.",
		Docs:  []string{docStatus},
		Find: eachErrorPage(func(e *ErrorPage, f *Facts) *Hit {
			if e.Page == nil || !e.Page.NoIndex() || e.ofEdge() && !passing.Has(e.Status()) {
				return nil
			}
			hit := Hit{Message: fmt.Sprintf("the page for %s says noindex", e.Status())}
			if passing.Has(e.Status()) || alsoAt2xx(e, f) {
				hit.Severity = Warning
			}
			return &hit
		}),
	},
	{
		ID: "error-meta-refresh", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error page that sends visitors on",
		Why:   "People do not get to read what happened, and search engines see a redirect to a page that has nothing to do with it.",
		Fix:   "Take the refresh off and offer a link.",
		Docs:  []string{docIndexing},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Page == nil || e.Page.Refresh == nil || e.Page.Refresh.To == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the page for %s goes on to %s after %d seconds", e.Status(), e.Page.Refresh.To, e.Page.Refresh.Seconds)}
		}),
	},
	{
		ID: "error-stack-trace", Group: "C", Severity: Error, Unit: PerErrorPage, Class: 3,
		Title: "An error page shows the inside of the program",
		Why:   "Stack traces, SQL errors and paths help attackers and nobody else.",
		Fix:   "Switch debug output off in production; write it to the log.",
		Docs:  []string{"https://cwe.mitre.org/data/definitions/209.html"},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Leak == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the body of %s shows internals of the program", e.Status()), Match: e.Leak}
		}),
	},
}

func findTitle(e *ErrorPage, f *Facts) *Hit {
	if e.Page == nil {
		return nil
	}
	title := e.Page.Title
	switch {
	case title == "":
		return &Hit{Message: fmt.Sprintf("the page for %s has no title", e.Status())}
	case title == homeTitle(f, e.Address):
		return &Hit{Message: fmt.Sprintf("the page for %s has the title of the home page", e.Status()), Match: title}
	case !namesError(title, e.Status()):
		return &Hit{Message: fmt.Sprintf("the title of the page for %s has no word for it", e.Status()), Match: title}
	}
	return nil
}

func homeTitle(f *Facts, a crawl.Address) string {
	home := f.Site.Resource(a.Origin() + "/")
	if home == nil || home.Page == nil || !home.Exchange.Status.IsSuccess() {
		return ""
	}
	return home.Page.Title
}

// namesError reports a title that holds the status or a word for an error.
func namesError(title string, code status.Code) bool {
	title = strings.ToLower(title)
	if strings.Contains(title, code.String()) || strings.Contains(title, strings.ToLower(code.Reason())) {
		return true
	}
	for _, word := range errorWords {
		if strings.Contains(title, word) {
			return true
		}
	}
	return false
}
