package audit_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// under serves a site, with one place that answers by itself.
func under(s site, prefix string, place http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, prefix) {
			place(w, r)
			return
		}
		s.ServeHTTP(w, r)
	})
}

// page answers with one page.
func page(a answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { site{r.URL.RequestURI(): a}.ServeHTTP(w, r) }
}

// changingText answers with another long text each time.
func changingText() http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		words := strings.Builder{}
		for i := range 120 {
			fmt.Fprintf(&words, "word%dx%d ", n.Load(), i)
		}
		n.Add(1)
		page(goodPage("Today", words.String()))(w, r)
	}
}

// Second near misses of checks, by a condition that their files do not reach;
// beside each what it would be if the condition were met.
func TestWhatOnlyLooksLikeAFaultIsNone(t *testing.T) {
	const text = "The boat goes along the river past the old town, the mill and the lock, and comes back in the evening."
	plain := site{"/boats": goodPage("Boats", text), "/gone/x": goodPage("X", text)}
	unlisted := site{"/boats": goodPage("Boats", text), "/sitemap.xml": errorPage(404)}
	absent := "Not found. "
	robots := func(code int, body string) http.HandlerFunc {
		return page(answer{code: code, header: map[string]string{"Content-Type": "text/plain"}, body: body})
	}
	steady := page(goodPage("Today", strings.Repeat("the same words stand here on each day ", 20)))
	other := func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "Googlebot") {
			changingText()(w, r)
			return
		}
		steady(w, r)
	}
	for _, c := range []struct {
		id, name  string
		hit, miss http.Handler
	}{
		{
			"path-suffix-accepted", "another page stands there",
			under(plain, "/boats", page(goodPage("Boats", text))),
			under(plain, "/boats/", func(w http.ResponseWriter, r *http.Request) {
				page(goodPage("Timetable of "+r.URL.Path, "Departures at nine, noon and four; on Sundays the last boat waits for the concert."))(w, r)
			}),
		},
		{
			"content-by-user-agent", "everybody gets another text each time",
			under(site{"/today": goodPage("Today", text)}, "/today", other), under(site{"/today": goodPage("Today", text)}, "/today", changingText()),
		},
		{
			"sitemap-missing", "one on another host is named",
			under(unlisted, "/robots.txt", robots(200, "User-agent: *\nDisallow: /private/\n")),
			under(unlisted, "/robots.txt", robots(200, "User-agent: *\nDisallow: /private/\nSitemap: https://files.invalid/sitemap.xml\n")),
		},
		{
			"robots-body-status-conflict", "a long report that has the words somewhere",
			under(plain, "/robots.txt", robots(500, absent)), under(plain, "/robots.txt", robots(500, absent+strings.Repeat("Then the next line of a report. ", 40))),
		},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			// An audit may end early and has its report all the same.
			judged := func(h http.Handler) *audit.Report {
				report, _ := audit.Run(t.Context(), audit.Options{Seeds: []string{serve(t, h) + "/"}, ConfirmAfter: new(time.Duration(0))})
				return report
			}
			if found := idsOf(judged(c.hit)); !slices.Contains(found, c.id) {
				t.Errorf("found %v", found)
			}
			if f := find(judged(c.miss), c.id); f != nil {
				t.Errorf("%s: %s", c.name, f.Message)
			}
		})
	}
}
