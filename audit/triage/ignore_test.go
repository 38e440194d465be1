package triage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/triage"
)

const ignores = `# what we live with
- rule: link-4*
  path: /legacy/**
  because: retired in May
  until: 2026-06-01
- { rule: "group:F", because: "the proxy of a partner" }
- rule: link-410
  because: old news
  until: 2026-05-31
`

func TestIgnoresSetFindingsAsideUntilTheirLastDay(t *testing.T) {
	all, err := triage.ReadIgnores("ignore.yaml", strings.NewReader(ignores))
	if err != nil {
		t.Fatal(err)
	}
	r := report(
		finding("link-4xx", "A", rule.Error, "/legacy/a/b?x=/"), finding("link-4xx", "A", rule.Error, "/other/legacy/a"),
		finding("link-410", "A", rule.Notice, "/news"), finding("robots-5xx", "F", rule.Error, "/robots.txt"),
	)
	gate, _ := triage.ParseGate("error")
	triage.Plan{Ignores: all, Gate: gate}.Apply(r)
	var kept, aside []string
	for _, f := range r.Findings {
		kept = append(kept, f.URL)
	}
	for _, f := range r.Ignored {
		aside = append(aside, f.URL+" "+f.Because)
	}
	if got, want := strings.Join(kept, " "), shop+"/other/legacy/a "+shop+"/news"; got != want {
		t.Errorf("kept %s, want %s", got, want)
	}
	if got, want := strings.Join(aside, ", "), shop+"/legacy/a/b?x=/ retired in May, "+shop+"/robots.txt the proxy of a partner"; got != want {
		t.Errorf("ignored %s, want %s", got, want)
	}
	if u := r.Ignores[2]; !u.Expired || u.Count != 1 || r.Ignores[0].Expired || r.Summary.Error != 1 {
		t.Errorf("uses %+v, summary %+v", r.Ignores, r.Summary)
	}
	again := report(finding("link-4xx", "A", rule.Error, "/legacy/a"))
	triage.Plan{Ignores: all, Gate: gate, Today: time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC)}.Apply(again)
	if !again.Gate.Fired {
		t.Error("an ignore works after its last day")
	}
}

func TestAWrongIgnoreFileNamesEveryPlace(t *testing.T) {
	for text, want := range map[string]string{
		"- rule: link-4x\n  because: x\n- rule: link-410\n": `f:1:`,
		"- rule: link-410\n":                                                 "because: say why",
		"- rulle: link-410\n  because: x\n":                                  `f:1:3: unknown key "rulle"; did you mean "rule"?`,
		"- rule: [a]\n  because: x\n":                                        "f:1:3: rule: want plain text",
		"- rule: link-410\n  because: x\n  until: soon\n":                    `until "soon": write the last day as 2027-01-31`,
		"- rule: link-410\n  because: x\n  path: legacy\n":                   `path "legacy": begin it with / or *`,
		"rule: link-410\n":                                                   "want a list of ignores",
		"- link-410\n":                                                       "want an ignore with rule",
		"- rule: [\n":                                                        "read ignores f",
		"- rule: link-410\n  rule: link-4xx\n  because: x\n":                 "read ignores f",
		"- rule: link-410\n- rule: zebra\n  because: \"\"\n  until: never\n": "f:2:",
	} {
		if _, err := triage.ReadIgnores("f", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	for _, text := range []string{"", "# nothing yet\n", "---\n"} {
		if all, err := triage.ReadIgnores("f", strings.NewReader(text)); err != nil || len(all) != 0 {
			t.Errorf("%q: %v, %v", text, all, err)
		}
	}
}

func FuzzReadIgnores(f *testing.F) {
	f.Add(ignores)
	f.Add("- {rule: \"group:F\", because: [x]}")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := triage.ReadIgnores("f", strings.NewReader(text))
		if err != nil {
			return
		}
		triage.Plan{Ignores: all}.Apply(report(finding("link-4xx", "A", rule.Error, "/")))
		for _, i := range all {
			if i.Because == "" {
				t.Errorf("an ignore without a reason: %q", text)
			}
		}
	})
}
