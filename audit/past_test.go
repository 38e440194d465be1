package audit_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/store"
	"github.com/seed-3913a1bb/signpost/status"
)

// changing is a server whose site is another one after a while.
type changing struct {
	http.Handler
	url string
}

func newChanging(t *testing.T) *changing {
	t.Helper()
	c := &changing{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.Handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// audited runs over the site as it is now, after what an earlier run remembered.
func (c *changing) audited(t *testing.T, now http.Handler, earlier *rule.Past) *audit.Report {
	t.Helper()
	c.Handler = now
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{c.url + "/"}, ConfirmAfter: new(time.Duration(0)), Earlier: earlier})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func sent(code int, to string) answer {
	return answer{code: code, header: map[string]string{"Location": to}}
}

// stopgap is a short text in place of a page.
var stopgap = goodPage("Boats", "Our list of boats cannot be shown at the moment, and we do not know why; thank you for your patience.")

func long(title string) answer {
	return goodPage(title, strings.Repeat(title+" go along the river past the old town and the mill with many people on board. ", 20))
}

func TestTwoRunsAreCompared(t *testing.T) {
	aged := func(a answer) answer {
		h := map[string]string{"Age": "300"}
		for name, value := range a.header {
			h[name] = value
		}
		a.header = h
		return a
	}
	hidden := aged(goodPage("A", `Text<meta name="robots" content="noindex">`))
	for _, c := range []struct {
		id           string
		before       site
		hit, nearest site
	}{
		{"gone-vs-not-found", site{"/a": goodPage("A", "Text")}, site{"/a": errorPage(404)}, site{"/a": errorPage(410)}},
		{"gone-vs-not-found", site{"/b": errorPage(404), "/a": goodPage("A", "Text")}, site{"/a": errorPage(404)}, site{"/b": errorPage(404)}},
		{"redirect-permanent-flaps", site{"/a": sent(301, "/b"), "/b": long("B"), "/c": long("C")}, site{"/a": sent(301, "/c"), "/b": long("B"), "/c": long("C")}, site{"/a": sent(301, "/c"), "/b": sent(301, "/c"), "/c": long("C")}},
		{"redirect-permanent-flaps", site{"/a": sent(301, "/b"), "/b": long("B")}, site{"/b": sent(301, "/a"), "/a": long("B")}, site{"/a": sent(302, "/b"), "/b": long("B")}},
		{"noindex-after-error", site{"/a": errorPage(500)}, site{"/a": hidden}, site{"/a": goodPage("A", `Text<meta name="robots" content="noindex">`)}},
		{"fallback-text-200", site{"/a": long("Boats"), "/b": long("Ferries")}, site{"/a": stopgap, "/b": stopgap}, site{"/a": stopgap, "/b": long("Ferries")}},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			at := newChanging(t)
			before := at.audited(t, c.before, nil)
			if find(before, c.id) != nil {
				t.Error("found without an earlier run")
			}
			if report := at.audited(t, c.hit, &before.Past); find(report, c.id) == nil {
				t.Errorf("found %v", idsOf(report))
			}
			if report := at.audited(t, c.nearest, &before.Past); find(report, c.id) != nil {
				t.Errorf("near miss: %+v", find(report, c.id))
			}
		})
	}
}

// aRunAgo is what a run some hours ago remembered of one answer.
func aRunAgo(t *testing.T, url string, code int, location string, hours int) *rule.Past {
	t.Helper()
	a, err := crawl.ParseAddress(url)
	if err != nil {
		t.Fatal(err)
	}
	r := &crawl.Resource{Address: a, Exchange: &crawl.Exchange{Address: a, Status: status.Code(code), Header: http.Header{}}}
	if location != "" {
		if r.To, err = crawl.ParseAddress(location); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	first := rule.PastOf(crawl.NewSite(r), now.Add(-time.Duration(hours)*time.Hour), nil)
	last := rule.PastOf(crawl.NewSite(r), now.Add(-time.Hour), &first) // the run before knows since when
	return &last
}

func TestWhatLastsTooLongIsFound(t *testing.T) {
	at := newChanging(t)
	pausing := site{"/a": answer{code: 503, header: map[string]string{"Content-Type": "text/html", "Retry-After": "0"}, body: errorPage(503).body}}
	for hours, want := range map[int]rule.Severity{2: "", 30: rule.Warning, 72: rule.Error} {
		f := find(at.audited(t, pausing, aRunAgo(t, at.url+"/a", 503, "", hours)), "maintenance-too-long")
		if got := severityOf(f); got != want {
			t.Errorf("a pause of %d hours is %q, want %q", hours, got, want)
		}
	}
	for to, days := range map[string]map[int]bool{"/b": {3: false, 20: true}, "/login": {20: false}} {
		moves := site{"/a": sent(302, to), to: long("B")}
		for n, want := range days {
			f := find(at.audited(t, moves, aRunAgo(t, at.url+"/a", 302, at.url+to, 24*n)), "redirect-temporary-permanent")
			if (f != nil) != want {
				t.Errorf("302 to %s for %d days: found %v", to, n, f != nil)
			}
		}
	}
}

func severityOf(f *audit.Finding) rule.Severity {
	if f == nil {
		return ""
	}
	return f.Severity
}

func TestAnErrorThatOnlyACacheShowsIsFound(t *testing.T) {
	cached := func(past answer) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s := site{"/a": errorPage(500)}
			switch {
			case r.URL.Path == "/a" && strings.HasPrefix(r.URL.RawQuery, "sp_probe="):
				s[r.URL.RequestURI()] = past
			case r.URL.Path == "/a":
				w.Header().Set("Age", "120")
			}
			s.ServeHTTP(w, r)
		})
	}
	if report := run(t, cached(goodPage("A", "Text"))); find(report, "error-cached-after-recovery") == nil {
		t.Errorf("found %v", idsOf(report))
	}
	if report := run(t, cached(errorPage(500))); find(report, "error-cached-after-recovery") != nil {
		t.Error("an error that is still there is said to be over")
	}
}

func TestTheRunBeforeInTheStoreIsRemembered(t *testing.T) {
	dir, at := t.TempDir(), newChanging(t)
	at.Handler = site{"/a": goodPage("A", "Text")}
	one := audit.Options{Seeds: []string{at.url + "/"}, ConfirmAfter: new(time.Duration(0)), Store: dir}
	first, err := audit.Run(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	name, err := store.ReportFile(dir, first.Run.ID)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	at.Handler = site{"/a": errorPage(404)}
	second, err := audit.Run(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	if find(second, "gone-vs-not-found") == nil {
		t.Errorf("found %v, skipped %s", idsOf(second), fmt.Sprint(second.SkippedChecks))
	}
}
