package rule_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// pageChecks judge what people see of an error page.
var pageChecks = []string{
	"error-page-bare", "error-page-title", "error-page-navigation", "error-body-empty",
	"error-page-canonical-home", "error-meta-refresh", "error-stack-trace",
	"error-page-h1", "error-page-lang", "error-page-landmark", "error-page-viewport", "error-page-needs-js", "error-page-index-directive",
	"error-page-analytics-status", "error-status-mismatch-text", "error-template-foreign", "error-size", "error-external-assets",
	"error-content-type", "error-json-not-problem", "problem-status-mismatch", "error-machine-endpoint-html", "error-version-leak", "error-set-cookie",
}

// The audit must have nothing against the pages that the edge serves.
func TestOurOwnPagesPassTheAudit(t *testing.T) {
	for _, lang := range locale.All() {
		for _, code := range status.Known() {
			checkOwnPage(t, problem.Problem{Status: code}, lang)
		}
		for _, cause := range problem.Causes() {
			checkOwnPage(t, problem.Problem{Status: status.Conflict, Cause: cause}, lang)
		}
	}
}

func checkOwnPage(t *testing.T, p problem.Problem, lang *locale.Language) {
	t.Helper()
	doc := problem.Describe(p, problem.DescribeOptions{Lang: lang})
	for _, unsafe := range []bool{false, true} {
		html, err := views.Render(views.NewPage(doc, views.PageOptions{Unsafe: unsafe}))
		if err != nil {
			t.Fatal(err)
		}
		facts := met(t, p.Status, html)
		for _, id := range pageChecks {
			for _, hit := range judge(t, id, facts) {
				t.Errorf("%d %s in %s: %s: %s", int(p.Status), p.Cause, lang.Tag(), id, hit.Message)
			}
		}
	}
}

// met are the facts of a crawl that met one error page.
func met(t *testing.T, code status.Code, html []byte) *rule.Facts {
	t.Helper()
	a, err := crawl.ParseAddress("https://shop.example/missing")
	if err != nil {
		t.Fatal(err)
	}
	x := &crawl.Exchange{
		Address: a, Status: code, Body: html, Size: int64(len(html)),
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
	}
	page := rule.ReadErrorPage(crawl.Visit{Exchange: x, Page: crawl.ParsePage(x)})
	return &rule.Facts{Site: &crawl.Site{}, ErrorPages: []*rule.ErrorPage{page}}
}

func judge(t *testing.T, id string, facts *rule.Facts) []rule.Hit {
	t.Helper()
	check, ok := rule.Lookup(id)
	if !ok {
		t.Fatalf("no check %s", id)
	}
	return check.Find(facts)
}

func TestABarePageStillFailsTheAudit(t *testing.T) {
	facts := met(t, status.NotFound, []byte("<!doctype html><title>Shop</title><p>Hello."))
	for _, id := range []string{"error-page-bare", "error-page-title", "error-page-navigation"} {
		if hits := judge(t, id, facts); len(hits) != 1 {
			t.Errorf("%s: %d hits, want 1", id, len(hits))
		}
	}
}

// The edge says noindex with a 404 on purpose; a site that does gets a notice.
func TestNoindexOfTheEdgeIsNoFinding(t *testing.T) {
	for by, want := range map[string]int{"signpost; received-status=404": 0, "cache.example, signpost": 0, "signpostal; error=x": 1, "": 1} {
		facts := met(t, status.NotFound, []byte("<!doctype html><title>Not found</title><h1>Not found</h1>"))
		page := facts.ErrorPages[0]
		page.Page.Directives = []string{"noindex"}
		page.Exchange.Header.Set("Proxy-Status", by)
		if hits := judge(t, "error-page-noindex", facts); len(hits) != want {
			t.Errorf("by %q: %d hits, want %d", by, len(hits), want)
		}
	}
	facts := met(t, status.ServiceUnavailable, []byte("<!doctype html><title>Back soon</title><h1>Back soon</h1>"))
	facts.ErrorPages[0].Page.Directives = []string{"noindex"}
	facts.ErrorPages[0].Exchange.Header.Set("Proxy-Status", "signpost")
	if hits := judge(t, "error-page-noindex", facts); len(hits) != 1 {
		t.Error("a page that will be back says noindex, and nobody is told")
	}
}
