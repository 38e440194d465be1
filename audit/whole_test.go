package audit_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
)

// alone has a page that only the sitemap names, and five pages that say noindex.
func alone(base string) site {
	s := site{"/hidden": goodPage("Alone", "Nobody links here."), "/search": goodPage("Search", "Look."), "/sitemap.xml": {
		code: 200, header: map[string]string{"Content-Type": "application/xml"},
		body: `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>` + base + `/hidden</loc></url></urlset>`,
	}}
	for i := range 40 {
		page := goodPage(fmt.Sprintf("Page %d", i), "Some text.")
		page.body = strings.Replace(page.body, "<title>", "<meta name=robots content=noindex><title>", 1)
		s[fmt.Sprintf("/p/%d", i)] = page
	}
	return s
}

func skippedFor(r *audit.Report, id string) string {
	for _, s := range r.SkippedChecks {
		if s.ID == id {
			return s.Reason
		}
	}
	return ""
}

func TestWhatNeedsTheWholeSiteIsSkippedWhilePartOfItIsUnverified(t *testing.T) {
	audited := func(path string, a answer) *audit.Report {
		inner := &lateSite{}
		base := serve(t, inner)
		inner.site = alone(base)
		if path != "" {
			inner.site[path] = a
		}
		return runAt(t, base)
	}
	whole := audited("", answer{})
	if ids := idsOf(whole); !slices.Contains(ids, "orphan-page") || !slices.Contains(ids, "noindex-sitewide") || skippedFor(whole, "orphan-page") != "" {
		t.Fatalf("found %v on a site that was seen whole, want orphan-page and noindex-sitewide", ids)
	}
	for name, report := range map[string]*audit.Report{
		"a pause":           audited("/closed", answer{code: 503, header: map[string]string{"Retry-After": "1", "Content-Type": "text/html"}, body: goodErrorPage}),
		"blocked by robots": audited("/private/cart", goodPage("Cart", "Empty.")),
	} {
		ids := idsOf(report)
		if slices.Contains(ids, "orphan-page") || slices.Contains(ids, "noindex-sitewide") {
			t.Errorf("%s: found %v of a part of the site", name, ids)
		}
		for _, id := range []string{"orphan-page", "noindex-sitewide"} {
			if reason := skippedFor(report, id); !strings.HasPrefix(reason, "not-applicable") || !strings.Contains(reason, "unverified") {
				t.Errorf("%s: %s is skipped for %q", name, id, reason)
			}
		}
	}
}

// The links of a page that answers only when it is asked again were not read.
func TestWhatNeedsTheWholeSiteIsSkippedWhereAPageCameBack(t *testing.T) {
	var asked atomic.Int64
	inner := &lateSite{}
	base := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/p/7" && asked.Add(1) == 1 {
			site{}.ServeHTTP(w, r)
			return
		}
		inner.ServeHTTP(w, r)
	}))
	inner.site = alone(base)
	report := runAt(t, base)
	if ids := idsOf(report); slices.Contains(ids, "orphan-page") || skippedFor(report, "orphan-page") == "" {
		t.Errorf("found %v though a page was not read; skipped for %q", ids, skippedFor(report, "orphan-page"))
	}
}
