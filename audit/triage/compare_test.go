package triage_test

import (
	"encoding/json"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/triage"
)

func TestFindingsAreNewPersistingFixedOrUnreached(t *testing.T) {
	before := report(
		finding("link-4xx", "A", rule.Error, "/stays"), finding("link-4xx", "A", rule.Error, "/mended"),
		finding("link-4xx", "A", rule.Error, "/not-asked"), finding("link-5xx", "A", rule.Error, "/other-check"),
	)
	before.Templates = []audit.TemplateTally{{Template: "/a", ByClass: map[string]int{"2xx": 3}}, {Template: "/same", ByClass: map[string]int{"2xx": 1}}}
	before.ChecksRun = []string{"link-4xx", "link-5xx", "soft404-probe"}
	after := report(finding("link-4xx", "A", rule.Error, "/stays"), finding("link-410", "A", rule.Notice, "/fresh"), finding("soft404-probe", "B", rule.Error, "/x"))
	after.Templates = []audit.TemplateTally{{Template: "/a", ByClass: map[string]int{"4xx": 3}}, {Template: "/same", ByClass: map[string]int{"2xx": 1}}}
	after.Reached = audit.KeysOf(shop+"/mended", shop+"/other-check", shop+"/stays")
	gate, _ := triage.ParseGate("new:notice")
	triage.Plan{Baseline: before, Gate: gate}.Apply(after)
	c := after.Compare
	if c.New != 2 || c.Persisting != 1 || len(c.Fixed) != 1 || c.Fixed[0].URL != shop+"/mended" || c.Fixed[0].State != audit.StateFixed {
		t.Errorf("comparison %+v", c)
	}
	if len(c.Unreached) != 2 || c.Unreached[0].URL != shop+"/not-asked" || c.Unreached[1].ID != "link-5xx" {
		t.Errorf("unreached %+v", c.Unreached)
	}
	states := map[string]audit.Finding{}
	for _, f := range after.Findings {
		states[f.ID] = f
	}
	if f := states["link-4xx"]; f.State != audit.StatePersisting || f.Runs != 2 || f.FirstSeen != before.Findings[0].FirstSeen {
		t.Errorf("persisting finding %+v", f)
	}
	if f := states["link-410"]; f.State != audit.StateNew || !f.NewRule {
		t.Errorf("a check that the baseline did not know: %+v", f)
	}
	if len(after.Gate.IDs) != 1 || after.Gate.IDs[0] != "soft404-probe" {
		t.Errorf("new rules fire a gate for new findings: %v", after.Gate.IDs)
	}
	if len(c.Templates) != 1 || c.Templates[0].Template != "/a" {
		t.Errorf("changed templates %+v", c.Templates)
	}
}

func TestOnlyNewFindingsAreLeftWhenAskedFor(t *testing.T) {
	before := report(finding("link-4xx", "A", rule.Error, "/a/1"))
	for by, want := range map[triage.By]int{triage.ByInstance: 1, triage.ByGroup: 0} {
		after := report(finding("link-4xx", "A", rule.Error, "/a/1"), finding("link-4xx", "A", rule.Error, "/a/2"))
		triage.Plan{Baseline: before, By: by, NewOnly: true}.Apply(after)
		if len(after.Findings) != want || after.Summary.Error != want {
			t.Errorf("by %s: %d findings, summary %+v, want %d", by, len(after.Findings), after.Summary, want)
		}
	}
}

func TestAnIgnoredFindingIsNeitherFixedNorNewLater(t *testing.T) {
	before := report(finding("link-4xx", "A", rule.Error, "/a"))
	i, err := triage.NewIgnore(triage.IgnoreEntry{Rule: "link-4xx", Because: "known"})
	if err != nil {
		t.Fatal(err)
	}
	middle := report(finding("link-4xx", "A", rule.Error, "/a"))
	middle.Reached = audit.KeysOf(shop + "/a")
	triage.Plan{Baseline: before, Ignores: []triage.Ignore{i}}.Apply(middle)
	if len(middle.Compare.Fixed) != 0 || len(middle.Findings) != 0 {
		t.Errorf("ignored counts as fixed: %+v", middle.Compare)
	}
	after := report(finding("link-4xx", "A", rule.Error, "/a"))
	triage.Plan{Baseline: middle}.Apply(after)
	if after.Findings[0].State != audit.StatePersisting {
		t.Errorf("state %s", after.Findings[0].State)
	}
}

func TestNothingIsFixedByARunThatBrokeOff(t *testing.T) {
	before := report(finding("link-4xx", "A", rule.Error, "/a"))
	after := report()
	after.Reached, after.Run.State = audit.KeysOf(shop+"/a"), audit.StateInterrupted
	triage.Plan{Baseline: before}.Apply(after)
	if len(after.Compare.Fixed) != 0 || len(after.Compare.Unreached) != 1 {
		t.Errorf("comparison %+v", after.Compare)
	}
}

func TestKeysSurviveJSON(t *testing.T) {
	keys := audit.KeysOf("https://a.example/", "https://b.example/", "https://a.example/")
	raw, err := json.Marshal(keys)
	if err != nil {
		t.Fatal(err)
	}
	var back audit.Keys
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if back.Len() != 2 || !back.Has("https://a.example/") || !back.Has("https://b.example/") || back.Has("https://c.example/") {
		t.Errorf("%s does not come back", raw)
	}
	if err := json.Unmarshal([]byte(`"YQ=="`), &back); err == nil {
		t.Error("half a key is accepted")
	}
}
