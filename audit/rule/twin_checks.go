package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// twinChecks look at made-up addresses near those that exist.
var twinChecks = []Check{
	{
		ID: "path-suffix-accepted", Group: "B", Severity: Warning, Unit: PerTemplate, Class: 2, Over: []string{"soft404-probe"},
		Title:  "A page answers with anything behind its address",
		Why:    "Each page has endless addresses with one content, and one wrong relative link makes a trap for crawlers.",
		Fix:    "Answer 404 there, or 301 to the page. In Apache httpd: AcceptPathInfo Off.",
		Docs:   []string{docBudget, docCanonical},
		Bucket: bucketSoft404,
		Find:   eachTrial(TrialSuffix, findTwin("answers 200 with the content of the page before it")),
	},
	{
		ID: "case-insensitive-200", Group: "B", Severity: Notice, Unit: PerTemplate, Class: 4,
		Title: "A page answers in upper and lower case",
		Why:   "Search engines tell the addresses apart, and find the page twice.",
		Fix:   "Redirect to one form with 301, or name it as canonical.",
		Docs:  []string{docCanonical},
		Find:  eachTrial(TrialCase, findTwin("answers 200 with the same content")),
	},
	{
		ID: "error-reflects-input", Group: "C", Severity: Error, Unit: PerErrorPage, Class: 1,
		Title: "An error page writes what was asked for without escaping it",
		Why:   "A link can put a script into the page, which then acts in the name of whoever follows it.",
		Fix:   "Escape what is written into the page, or leave it out.",
		Docs:  []string{"https://cwe.mitre.org/data/definitions/79.html"},
		Find: eachTrial(TrialEcho, func(t Trial, _ *Facts) *Hit {
			if !t.Echo || !t.Sure() {
				return nil
			}
			return &Hit{Template: "/", Message: fmt.Sprintf("the page for %s shows quotes and angle brackets of the address as they are", t.Final().Status), Match: echoTail}
		}),
	},
}

// findTwin accuses an address that has the content of the page that it was made
// of. A page that names itself as canonical says which address counts, and a
// site whose pages are all one shell has other findings.
func findTwin(says string) func(Trial, *Facts) *Hit {
	return func(t Trial, f *Facts) *Hit {
		if !t.answersAt() || !same(t, f) || f.isHome(t.Of) || t.Page == nil || t.Page.Words < shellWords {
			return nil
		}
		if c := t.Page.Canonical; c != "" && !strings.EqualFold(c, t.Asked.Raw) || c == t.Of.Raw {
			return nil
		}
		return &Hit{Template: Template(t.Of), Message: t.Asked.PathQuery() + " " + says}
	}
}

// isHome reports an address that shows what the home page shows.
func (f *Facts) isHome(a crawl.Address) bool {
	r, home := f.Site.Resource(a.Key), f.Site.Resource(a.Origin()+"/")
	return r == nil || r.Exchange == nil || home != nil && home.Exchange != nil && alike(r.Exchange, r.Page, home.Exchange, home.Page)
}
