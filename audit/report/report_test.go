package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// finding makes one of a check of the catalogue.
func finding(id string, severity rule.Severity, url, message string) audit.Finding {
	check, _ := rule.Lookup(id)
	return audit.Finding{
		ID: id, Group: check.Group, Severity: severity, SeverityDefault: severity, Confidence: rule.Certain,
		URL: url, Template: "/" + id, Count: 1, Examples: []string{}, Sources: []audit.Source{}, Evidence: []audit.Evidence{},
		Message: message, Why: check.Why, Fix: check.Fix, Docs: []string{}, State: "new",
	}
}

func on(page, text string) audit.Source {
	return audit.Source{Page: &page, Element: "a", Text: &text}
}

// sample is a report with something of everything.
func sample() *audit.Report {
	broken := finding("link-4xx", rule.Error, "https://shop.example/gone", "answers 404, twice")
	broken.Sources = []audit.Source{
		on("https://shop.example/", "Our offers"), on("https://shop.example/a", ""),
		on("https://shop.example/b", "b"), on("https://shop.example/c", "c"),
	}
	broken.SourcesTotal = 12
	several := finding("error-page-bare", rule.Warning, "https://shop.example/gone", "has no way on")
	several.Count, several.Examples = 20, []string{"https://shop.example/gone", "https://shop.example/x", "https://shop.example/y"}
	r := &audit.Report{
		Run:   audit.RunInfo{State: audit.StateFinished, Seeds: []string{"https://shop.example/"}},
		Pages: 1, Summary: audit.Summary{Error: 1, Warning: 1, Notice: 14, URLs: 40, Requests: 61, Seconds: 1.25},
		Findings: []audit.Finding{broken, several},
		Groups:   []audit.Group{}, LimitsReached: []audit.LimitReached{},
		ChecksRun: []string{"link-4xx", "link-410"}, SkippedChecks: []rule.Skipped{{ID: "link-5xx", Reason: "not built"}, {ID: "soft409", Reason: "limit", Count: 3}},
		Gate: audit.Gate{Expression: "error", Fired: true},
	}
	for _, path := range strings.Split("abcdefghijklmn", "") {
		r.Findings = append(r.Findings, finding("link-410", rule.Notice, "https://shop.example/old/"+path, "answers 410"))
	}
	for range 12 {
		r.Unverified = append(r.Unverified, audit.Unverified{URL: "https://shop.example/closed/" + strings.Repeat("long/", 30), Reason: crawl.RobotsBlocked, Sources: []audit.Source{}})
	}
	return r
}

func text(t *testing.T, r *audit.Report, o report.TextOptions) string {
	t.Helper()
	var out strings.Builder
	if err := report.Text(&out, r, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheSummaryIsOneSentence(t *testing.T) {
	for want, change := range map[string]func(*audit.Report){
		"1 page: 1 error, 1 warning, 14 notices; failed by --fail-on error":     func(*audit.Report) {},
		"1 page: 1 error, 1 warning, 14 notices; passed":                        func(r *audit.Report) { r.Gate.Fired = false },
		"1 page: 1 error, 1 warning, 14 notices; interrupted":                   func(r *audit.Report) { r.Run.State, r.Truncated = audit.StateInterrupted, true },
		"1 page: 1 error, 1 warning, 14 notices; the site could not be crawled": func(r *audit.Report) { r.Run.State = audit.StateUnreachable },
		"0 pages: 0 errors, 1 warning, 14 notices; passed, but a limit cut the run short": func(r *audit.Report) {
			r.Pages, r.Summary.Error, r.Gate.Fired, r.Truncated = 0, 0, false, true
		},
	} {
		r := sample()
		change(r)
		if got := report.Summary(r); got != want {
			t.Errorf("summary %q, want %q", got, want)
		}
	}
}

func TestTheProgressFitsOneLine(t *testing.T) {
	p := audit.Progress{Phase: audit.PhaseCrawl, Elapsed: 90*time.Second + 300*time.Millisecond}
	p.Pages, p.Requests, p.Waiting = 1200, 9000, 31
	if got, want := report.Line(p), string(audit.PhaseCrawl)+": 1200 pages, 31 waiting, 100 requests/s, 1m30s"; got != want {
		t.Errorf("line %q, want %q", got, want)
	}
	p.Broken, p.Unverified, p.Elapsed = 3, 4, 0
	if got := report.Line(p); !strings.HasSuffix(got, "0 requests/s, 3 suspect, 4 unverified, 0s") || len(got) > 80 {
		t.Errorf("line %q", got)
	}
}
