package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/cure"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/problem"
)

// madeUp is a report with a finding of each check, about a page with a title.
func madeUp(url, title, template, message string, code int) *audit.Report {
	r := &audit.Report{Run: audit.RunInfo{ID: "run", Started: time.Unix(0, 0).UTC(), Seeds: []string{url}}}
	for _, c := range rule.All() {
		r.Findings = append(r.Findings, audit.Finding{
			ID: c.ID, Group: c.Group, Confidence: rule.Certain, URL: url, FinalURL: &url, Status: &code, StatusFinal: &code, Template: template,
			Message: message, Fingerprint: "00ff", Signature: &audit.Signature{Titles: []string{title}, Type: "text/html", Body: problem.Rich},
		})
	}
	r.URLs = append(r.URLs, audit.URLRow{URL: url + "x", Outcome: "ok", Status: 200, Template: template})
	return r
}

// accepted loads and builds what is written for a report, as it is, and loads
// it with the marks taken off the rules that wait for a decision.
func accepted(t *testing.T, r *audit.Report, o cure.Options) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "rules.yaml")
	for _, f := range cure.New(r, o).Files(name) {
		if err := os.WriteFile(f.Name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := config.Load(config.Source{File: name})
	if err != nil {
		raw, _ := os.ReadFile(name)
		t.Fatalf("the edge refuses the rules:\n%v\n%s", err, raw)
	}
	if _, err := config.Build(loaded, config.BuildOptions{}); err != nil {
		t.Fatalf("the edge cannot be built: %v", err)
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	decided := waiting.ReplaceAll(raw, []byte("$1$2$3$4"))
	if err := os.WriteFile(name, decided, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Load(config.Source{File: name}); err != nil {
		t.Fatalf("the edge refuses the rules that wait:\n%v\n%s", err, decided)
	}
}

// waiting are the lines of rules that are comments.
var waiting = regexp.MustCompile(`(?m)^(    )# (rules:)$|^(      )# (- name: .*|  .*)$`)

func TestTheEdgeAcceptsWhatIsWrittenForEachCheck(t *testing.T) {
	for _, code := range []int{200, 404, 409, 500, 503} {
		for _, o := range []cure.Options{{}, {Enforce: true}} {
			accepted(t, madeUp("https://shop.example/a/b.js", "Lost – Shop", "/a/{n}/", "it is wrong", code), o)
		}
	}
	for _, url := range []string{"http://[::1]:8000/x.js", "http://127.0.0.1:8000/", "http://xn--bcher-kva.example/x%20y.js?q=1"} {
		accepted(t, madeUp(url, "Lost", "/", "it is wrong", 200), cure.Options{Enforce: true})
	}
	accepted(t, &audit.Report{}, cure.Options{})
}

// The rule that is read back must be the rule that was meant, whatever a site
// writes into its titles.
func FuzzTheEdgeReadsTitlesAsTheyAre(f *testing.F) {
	for _, title := range []string{
		"Lost – Shop", "a, b: c # d", "'", `"`, "[x]", "{y: z}", "- a", "? b", "!404", "&a *b", "yes", "null", "404", "1e3", "~", "@at", "%d", "`tick`",
		"| pipe", "> fold", "a\tb\nc", "\\", "${env:HOME}", "\u2028", "\x00\x7f", "é中🙂", strings.Repeat("long ", 100), "*", "??", " ",
	} {
		f.Add(title, "/shop/{n}/", title)
	}
	f.Fuzz(func(t *testing.T, title, template, message string) {
		if len(title) > 4000 || !strings.HasPrefix(template, "/") {
			return
		}
		r := madeUp("https://shop.example/a.js", title, template, message, 200)
		r.Findings = slices.DeleteFunc(r.Findings, func(f audit.Finding) bool { return f.ID != "soft404-probe" && f.ID != "soft404-page-param" })
		name := filepath.Join(t.TempDir(), "rules.yaml")
		plan := cure.New(r, cure.Options{Enforce: true})
		if err := os.WriteFile(name, plan.YAML(), 0o600); err != nil {
			t.Fatal(err)
		}
		loaded, err := config.Load(config.Source{File: name})
		if err != nil {
			t.Fatalf("title %q, template %q, message %q:\n%v\n%s", title, template, message, err, plan.YAML())
		}
		for _, rule := range loaded.File.Sites[0].Rules {
			want := strings.Join(strings.Fields(strings.ToValidUTF8(title, " ")), " ")
			if got := rule.When.Title[0]; len(want) < 180 && want == strings.Map(printable, want) && got != want {
				t.Errorf("title %q is read as %q", title, got)
			}
		}
	})
}

func printable(r rune) rune {
	if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffd' {
		return -1
	}
	return r
}
