package triage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/triage"
)

const shop = "https://shop.example"

// finding makes one; its fingerprint is its id and address.
func finding(id, group string, severity rule.Severity, path string) audit.Finding {
	return audit.Finding{
		ID: id, Group: group, Severity: severity, SeverityDefault: severity, Confidence: rule.Certain, URL: shop + path,
		FinalURL: new(shop + path), Template: path, Count: 1, Runs: 1, State: audit.StateNew,
		Fingerprint: id + path, GroupFingerprint: id, FirstSeen: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC),
	}
}

func report(findings ...audit.Finding) *audit.Report {
	r := &audit.Report{Findings: findings, ChecksRun: []string{"link-4xx", "link-410", "soft404-probe", "robots-5xx"}}
	r.Run = audit.RunInfo{ID: "this", State: audit.StateFinished, Ended: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}
	r.Summary.URLs = 200
	r.Summary.ByStatus = map[string]int{"200": 190, "404": 6, "500": 2, "503": 2}
	r.Summary.ByOutcome = map[string]int{"unverified": 50}
	return r
}

func mixed() *audit.Report {
	unsure := finding("soft404-probe", "B", rule.Error, "/unsure")
	unsure.Confidence = rule.Unsure
	old := finding("link-4xx", "A", rule.Error, "/old")
	old.State = audit.StatePersisting
	fresh := finding("link-410", "A", rule.Notice, "/fresh")
	unknown := finding("robots-5xx", "F", rule.Warning, "/robots.txt")
	unknown.NewRule = true
	return report(unsure, old, fresh, unknown)
}

func TestAGateFiresByWhatItNames(t *testing.T) {
	for expression, want := range map[string]string{
		"error": "link-4xx", "warning": "link-4xx robots-5xx", "notice": "link-410 link-4xx robots-5xx",
		"new:notice": "link-410", "new:error": "-", "new:warning": "-", "never": "-",
		"group:F": "robots-5xx", "soft404-*": "-", "link-*,group:F": "link-410 link-4xx robots-5xx",
		"status:5xx>2%": "-", "status:5xx>=2%": "", "status:5xx>1.9%": "", "status:404=6": "", "status:404<6": "-", "status:500<=2": "",
		"outcome:unverified>20%": "", "outcome:unverified>25%": "-", "error>1": "-", "error>=1": "link-4xx",
		"warning>1, new:error": "link-4xx robots-5xx",
	} {
		gate, err := triage.ParseGate(expression)
		if err != nil {
			t.Fatal(err)
		}
		r := mixed()
		r.Findings[3].State = audit.StateNew
		triage.Plan{Gate: gate}.Apply(r)
		got := strings.Join(r.Gate.IDs, " ")
		if !r.Gate.Fired {
			got = "-"
		}
		if got != want || r.Gate.Fired != (len(r.Gate.FiredBy) > 0) {
			t.Errorf("%s: fired by %q (%v), want %q", expression, got, r.Gate.FiredBy, want)
		}
		if code := map[bool]int{true: 1}[r.Gate.Fired]; r.Run.ExitCode != code {
			t.Errorf("%s: exit code %d, want %d", expression, r.Run.ExitCode, code)
		}
	}
}

func TestAGateThatIsWrongSaysWhatWasMeant(t *testing.T) {
	for expression, want := range map[string]string{
		"eror":                  `did you mean "error"?`,
		"link-4x":               `did you mean "link-4xx"?`,
		"group:Z":               `unknown group "Z"`,
		"error>":                `is no number`,
		"error>many":            `"many" is no number`,
		"error>NaN":             `is no number`,
		"new:status:404":        "counts addresses",
		"outcome:broken":        "use outcome:unverified",
		"status:9xx":            "status",
		"error,,warning":        "a check is missing",
		"":                      "a check is missing",
		"eror,link-4x":          "eror",
		"new:new:error":         "unknown severity or check",
		"never,error":           `unknown severity or check "never"`,
		"link-4xx>-1":           "is no number",
		"outcome:unverified>%%": "is no number",
	} {
		if _, err := triage.ParseGate(expression); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseGate(%q) = %v, want %q", expression, err, want)
		}
	}
	if _, err := triage.ParseGate("eror,link-4x"); strings.Count(err.Error(), "did you mean") != 2 {
		t.Errorf("not every mistake is named: %v", err)
	}
}

func FuzzParseGate(f *testing.F) {
	for _, seed := range []string{"error", "new:warning", "soft404-*,group:F", "status:5xx>0.5%", "outcome:unverified>20%", "[", "<>="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		gate, err := triage.ParseGate(text)
		if err != nil {
			return
		}
		r := mixed()
		triage.Plan{Gate: gate}.Apply(r)
		if _, err := triage.ParseGate(r.Gate.Expression); err != nil {
			t.Errorf("%q is accepted, and its own expression %q is not: %v", text, r.Gate.Expression, err)
		}
	})
}

func TestSeveritiesAreOverriddenInOrder(t *testing.T) {
	var all []triage.Override
	for _, text := range []string{"group:A=warning", "link-410=error"} {
		o, err := triage.ParseOverride(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
	r := mixed()
	triage.Plan{Severities: all}.Apply(r)
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.ID+" "+string(f.Severity)+" "+string(f.SeverityDefault))
	}
	want := []string{"link-410 error notice", "soft404-probe error error", "link-4xx warning error", "robots-5xx warning warning"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if r.Summary.Error != 2 || r.Summary.Warning != 2 || len(r.Groups) != 4 || r.Groups[0].Severity != rule.Error {
		t.Errorf("summary %+v, groups %+v", r.Summary, r.Groups)
	}
	for _, text := range []string{"link-410", "link-410=eror", "link-4=error", "=error"} {
		if _, err := triage.ParseOverride(text); err == nil {
			t.Errorf("ParseOverride(%q) accepts", text)
		}
	}
}
