package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Success criteria for what assistive technology needs of a page.
const (
	docLanguageOf = "https://www.w3.org/TR/WCAG22/#language-of-page"
	docStructure  = "https://www.w3.org/TR/WCAG22/#info-and-relationships"
	docReflow     = "https://www.w3.org/TR/WCAG22/#reflow"
)

// eachDesigned is eachErrorPage for what is a page and no stock text, of which
// error-page-bare says all there is to say.
func eachDesigned(find func(*ErrorPage, *Facts) *Hit) func(*Facts) []Hit {
	return eachErrorPage(func(e *ErrorPage, f *Facts) *Hit {
		if e.Page == nil || e.Stock != "" {
			return nil
		}
		return find(e, f)
	})
}

var errorStructureChecks = []Check{
	{
		ID: "error-page-h1", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error page without one main heading",
		Why:   "People who listen to the page, or skim it, do not learn what happened.",
		Fix:   "Give the page one h1 that says what happened.",
		Docs:  []string{docStructure},
		Find: eachDesigned(func(e *ErrorPage, _ *Facts) *Hit {
			switch n := len(e.Page.H1); {
			case n == 0:
				return &Hit{Message: fmt.Sprintf("the page for %s has no h1", e.Status())}
			case n > 1:
				return &Hit{Message: fmt.Sprintf("the page for %s has several h1", e.Status()), Match: strings.Join(e.Page.H1, " | ")}
			}
			return nil
		}),
	},
	{
		ID: "error-page-lang", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error page that does not say its language",
		Why:   "Screen readers read it in the wrong voice, and browsers offer the wrong translation.",
		Fix:   "Set lang on the html element to the language of the text, and answer in the language of the place.",
		Docs:  []string{docLanguageOf},
		Find:  findLanguageOfErrors,
	},
	{
		ID: "error-page-landmark", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error page without a main element",
		Why:   "Assistive technology cannot jump to the text.",
		Fix:   "Put the text into a main element.",
		Docs:  []string{docStructure},
		Find: eachDesigned(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Page.HasMain {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the page for %s has no main element", e.Status())}
		}),
	},
	{
		ID: "error-page-viewport", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error page that is tiny on phones",
		Why:   "Without a viewport phones show it as a shrunken desktop page.",
		Fix:   "Add <meta name=\"viewport\" content=\"width=device-width\">.",
		Docs:  []string{docReflow},
		Find: eachDesigned(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Markup.Viewport {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the page for %s has no meta element for the viewport", e.Status())}
		}),
	},
	{
		ID: "error-page-needs-js", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Over:  []string{"error-page-h1", "error-page-landmark", "error-page-navigation"},
		Title: "An error page that is empty without scripts",
		Why:   "While something is wrong, scripts often do not load; then nobody can read what happened.",
		Fix:   "Write the text of the page on the server.",
		Docs:  []string{docScripts},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Page == nil || e.Page.Words >= shellWords || !e.Markup.Scripts {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the page for %s has %d words without its scripts", e.Status(), e.Page.Words)}
		}),
	},
	{
		ID: "error-page-index-directive", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error page that asks to be indexed",
		Why:   "The status says the opposite, and where the page comes with 200 as well, it goes into the index.",
		Fix:   "Take the directive off.",
		Docs:  []string{docMeta},
		Find:  eachDesigned(findIndexDirective),
	},
	{
		ID: "error-page-analytics-status", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error page with the marks of a page of content",
		Why:   "Structured data, og:url, hreflang and links to the next page describe content, and here is none.",
		Fix:   "Leave them out of the error page.",
		Docs:  []string{docStatus},
		Find: eachDesigned(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Markup.Content == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("the page for %s carries %s", e.Status(), e.Markup.Content), Match: e.Markup.Content}
		}),
	},
	{
		ID: "error-status-mismatch-text", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error page that names another status",
		Why:   "People, support and programs that read the text take the failure for another one.",
		Fix:   "Let the text name the status that is sent, or send the status that the text names.",
		Docs:  []string{docStatus},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if e.Says == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s, and the page says %q", e.Status(), e.Says), Match: e.Says}
		}),
	},
	{
		ID: "error-template-foreign", Group: "C", Severity: Notice, Unit: PerSite, Class: 5,
		Title: "Error pages of several designs",
		Why:   "The site, its proxy and its CDN each answer in their own look, and people think they left the site.",
		Fix:   "Let one place write all error pages: the edge can.",
		Docs:  []string{docStatus},
		Find:  findDesigns,
	},
	{
		ID: "error-size", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "A heavy error page",
		Why:   "Errors come in masses; a heavy page makes an outage worse.",
		Fix:   "Keep the page below 100 KB, with few files beside it.",
		Docs:  []string{docBudget},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			switch {
			case e.Page == nil:
			case e.Exchange.Size > heavyPage:
				return &Hit{Message: fmt.Sprintf("the page for %s has %d KB", e.Status(), e.Exchange.Size/1000)}
			case e.Markup.Loads > manyFiles:
				return &Hit{Message: fmt.Sprintf("the page for %s loads %d files", e.Status(), e.Markup.Loads)}
			}
			return nil
		}),
	},
	{
		ID: "error-external-assets", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "The page of an outage needs files that the outage takes away",
		Why:   "Its styles and pictures come from the server that fails, so the page is broken when it is needed.",
		Fix:   "Put styles and pictures into the page itself.",
		Docs:  []string{docOutage},
		Find:  eachErrorPage(findFailingAssets),
	},
}

// What an error page may weigh.
const (
	heavyPage = 100_000
	manyFiles = 20
)

func findIndexDirective(e *ErrorPage, f *Facts) *Hit {
	if !e.Page.Has("index") && !e.Page.Has("all") {
		return nil
	}
	says := "asks to be indexed"
	if e.Page.NoIndex() {
		says = "says index and noindex"
	}
	hit := &Hit{Message: fmt.Sprintf("the page for %s %s", e.Status(), says), Match: strings.Join(e.Page.Directives, ", ")}
	if alsoAt2xx(e, f) {
		hit.Severity = Warning
	}
	return hit
}

// findLanguageOfErrors accuses a page without a language, and one of another
// language than its place: that is where the site's own pages have the language
// of the first part of their address.
func findLanguageOfErrors(f *Facts) []Hit {
	spoken := map[string]bool{}
	for r := range f.Site.All() {
		if place := languagePlace(r.Address); place != "" && r.Page != nil && r.Exchange.Status.IsSuccess() && isLanguage(r.Page.Lang, place) {
			spoken[r.Address.Origin()+place] = true
		}
	}
	return eachDesigned(func(e *ErrorPage, _ *Facts) *Hit {
		place := languagePlace(e.Address)
		switch {
		case strings.TrimSpace(e.Page.Lang) == "":
			return &Hit{Message: fmt.Sprintf("the page for %s names no language", e.Status())}
		case place != "" && spoken[e.Address.Origin()+place] && !isLanguage(e.Page.Lang, place):
			return &Hit{Message: fmt.Sprintf("the page for %s below /%s/ is in the language %s", e.Status(), place, e.Page.Lang), Match: e.Page.Lang}
		}
		return nil
	})(f)
}

// languagePlace is the first part of a path when it may name a language.
func languagePlace(a crawl.Address) string {
	first, _, below := strings.Cut(strings.TrimPrefix(a.Path(), "/"), "/")
	if !below || len(first) < 2 || !homes.MatchString("/"+first) {
		return ""
	}
	return first
}

// isLanguage compares the languages of two tags, whatever the country.
func isLanguage(tag, other string) bool {
	one, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	two, _, _ := strings.Cut(strings.ToLower(other), "-")
	return one == two
}

// mostDesigns bounds the designs that are told apart.
const mostDesigns = 20

// findDesigns groups the error pages of the site by their look.
func findDesigns(f *Facts) []Hit {
	var models []*ErrorPage
	for _, e := range f.ErrorPages {
		if e.Page == nil || e.Stock != "" || len(e.Markup.Design) == 0 || len(models) == mostDesigns {
			continue
		}
		if !slices.ContainsFunc(models, func(m *ErrorPage) bool { return sameDesign(m.Markup.Design, e.Markup.Design) }) {
			models = append(models, e)
		}
	}
	if len(models) < 2 {
		return nil
	}
	hit := Hit{
		Address: models[1].Address, First: models[1].Exchange, Template: "/", Count: len(models),
		Message: fmt.Sprintf("error pages come in %d designs: %s at %s, %s at %s", len(models),
			models[0].Status(), models[0].Address.PathQuery(), models[1].Status(), models[1].Address.PathQuery()),
	}
	for _, m := range models {
		hit.Examples = addExample(hit.Examples, m.Address.Raw)
	}
	return []Hit{hit}
}

// findFailingAssets looks for files of a server error's page that fail too.
func findFailingAssets(e *ErrorPage, f *Facts) *Hit {
	for _, key := range e.Assets {
		r := f.Site.Resource(key)
		if r == nil || r.Exchange == nil || !r.Exchange.Broken() && r.Exchange.Unanswered() != crawl.Unavailable || !f.settled(r) {
			continue
		}
		return &Hit{Message: fmt.Sprintf("the page for %s loads %s, which answers %s", e.Status(), r.Address.PathQuery(), r.Exchange.Status), Match: r.Address.Raw}
	}
	return nil
}
