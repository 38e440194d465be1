package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// sample is a report with n broken links, each named by five pages, and one
// warning with hostile text.
func sample(n int) *audit.Report {
	r := &audit.Report{
		SchemaVersion: audit.SchemaVersion, Run: audit.RunInfo{Seeds: []string{"https://shop.example/"}, State: audit.StateFinished},
		Pages: 12, ChecksRun: []string{"link-4xx"}, SkippedChecks: []rule.Skipped{{ID: "external-broken", Reason: "not asked", Count: 3}},
		Summary: audit.Summary{Error: n, Warning: 1, Seconds: 1.5}, Gate: audit.Gate{Expression: "error", Fired: true},
	}
	for i := range n {
		f := audit.Finding{
			ID: "link-4xx", Severity: rule.Error, URL: fmt.Sprintf("https://shop.example/%s/%03d", strings.Repeat("long-name/", 9), i),
			Template: fmt.Sprint("/", i), Count: 1, Message: "answers 404 Not Found", Why: "Visitors reach a dead end.", Fix: "Correct the link.", SourcesTotal: 5,
		}
		for s := range 5 {
			f.Sources = append(f.Sources, audit.Source{Page: new(fmt.Sprintf("https://shop.example/page%d", s)), Text: new("read on"), Element: "a"})
		}
		r.Findings = append(r.Findings, f)
	}
	r.Findings = append(r.Findings, audit.Finding{
		ID: "error-page-title", Severity: rule.Warning, URL: "https://shop.example/x", Template: "/x", Count: 1,
		Message: "title \x1b[31mred\u202e", Why: "Tabs.", Fix: "Write one.",
	})
	return r
}

func text(t *testing.T, r *audit.Report, o report.TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Text(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextNamesTenAndCountsTheRest(t *testing.T) {
	short := text(t, sample(223), report.TextOptions{})
	if got := strings.Count(short, "answers 404"); got != 10 {
		t.Errorf("%d examples, want 10", got)
	}
	for _, want := range []string{"and 213 more (--all)", "ERROR link-4xx (223)", "on https://shop.example/page0", "and on 2 more pages", "external-broken", "223 errors, 1 warning, 0 notices"} {
		if !strings.Contains(short, want) {
			t.Errorf("%q is missing in:\n%.1500s", want, short)
		}
	}
	if all := text(t, sample(223), report.TextOptions{All: true}); strings.Count(all, "answers 404") != 223 || strings.Contains(all, "--all") {
		t.Error("--all leaves something out")
	}
}

func TestTextFitsTheTerminalAndLosesNothing(t *testing.T) {
	for _, width := range []int{0, 40, 120} {
		out := text(t, sample(3), report.TextOptions{Width: width})
		for line := range strings.Lines(out) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > max(width, 80) && width != 40 || width == 40 && n > 40 {
				t.Errorf("width %d: a line of %d: %q", width, n, line)
			}
		}
		if joined := strings.Join(strings.Fields(out), ""); !strings.Contains(joined, strings.Repeat("long-name/", 9)+"/001") {
			t.Errorf("width %d: an address lost a part", width)
		}
	}
}

func TestTextIsHarmlessAndPlainWithoutColour(t *testing.T) {
	plain := text(t, sample(1), report.TextOptions{})
	if strings.ContainsAny(plain, "\x1b\u202e") {
		t.Errorf("control characters reach the terminal: %q", plain)
	}
	if painted := text(t, sample(1), report.TextOptions{Color: true}); !strings.Contains(painted, "\x1b[1;31mERROR\x1b[0m") {
		t.Error("no colour although asked for")
	}
	if strings.Index(plain, "ERROR") > strings.Index(plain, "WARNING") {
		t.Error("the worst does not come first")
	}
}

func TestSilenceIsNotCalledClean(t *testing.T) {
	r := sample(0)
	r.Findings, r.Summary = nil, audit.Summary{}
	if out := text(t, r, report.TextOptions{}); !strings.Contains(out, "no findings") || !strings.Contains(out, "external-broken") {
		t.Errorf("no findings without what was not looked at:\n%s", out)
	}
}

func TestJSONHoldsTheKeysOfTheSchema(t *testing.T) {
	var b bytes.Buffer
	if err := report.JSON(&b, sample(1)); err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"schema_version", "tool", "run", "site", "summary", "pages", "truncated", "limits_reached", "findings", "groups",
		"unverified", "checks_run", "skipped_checks", "redirects", "hosts", "compare", "gate",
	} {
		if _, ok := got[key]; !ok {
			t.Errorf("no key %s", key)
		}
	}
	var findings []map[string]json.RawMessage
	if err := json.Unmarshal(got["findings"], &findings); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"id", "group", "severity", "severity_default", "confidence", "url", "final_url", "status", "status_final", "reason", "template",
		"count", "examples", "sources", "sources_total", "evidence", "message", "why", "fix", "docs", "gsc_bucket", "first_seen",
		"last_seen", "runs", "state", "fingerprint", "group_fingerprint", "edge_rule",
	} {
		if _, ok := findings[0][key]; !ok {
			t.Errorf("a finding has no key %s", key)
		}
	}
}

func TestProgressFitsALine(t *testing.T) {
	p := audit.Progress{Phase: audit.PhaseCrawl, Elapsed: 90 * time.Second, Progress: crawl.Progress{Pages: 12345, Requests: 54321, Waiting: 9999, Broken: 999, Unverified: 999}}
	if line := report.Line(p); len(line) > 90 || !strings.Contains(line, "12345 pages") || !strings.Contains(line, "604 requests/s") {
		t.Errorf("line %q of %d bytes", line, len(line))
	}
	if s := report.Summary(sample(2)); s != "12 pages: 2 errors, 1 warning, 0 notices; failed by --fail-on error" {
		t.Errorf("summary %q", s)
	}
}
