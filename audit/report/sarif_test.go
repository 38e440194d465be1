package report_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// reports are those that every machine-readable form must be able to write.
func reports(t *testing.T) map[string]*audit.Report {
	t.Helper()
	clean := everything()
	clean.Findings, clean.Groups, clean.Ignored, clean.Ignores, clean.Compare = []audit.Finding{}, []audit.Group{}, []audit.Ignored{}, []audit.IgnoreUse{}, nil
	return map[string]*audit.Report{
		"hostile": everything(), "clean": clean, "real": audited(t, http.HandlerFunc(faulty)),
	}
}

func TestSARIFIsWhatTheOfficialSchemaDemands(t *testing.T) {
	schema := officialSarif(t)
	for name, r := range reports(t) {
		if err := complaint(t, schema, written(t, "sarif", r, report.Options{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Without this control, the test above could not tell a schema that judges from
// one that takes everything.
func TestTheOfficialSchemaOfSARIFRefusesWhatIsWrong(t *testing.T) {
	schema := officialSarif(t)
	good := written(t, "sarif", everything(), report.Options{})
	for name, change := range map[string]func(map[string]any){
		"our own word for a level": func(root map[string]any) { inside(root, "runs", "results")["level"] = "notice" },
		"a result without message": func(root map[string]any) { delete(inside(root, "runs", "results"), "message") },
		"an unknown property":      func(root map[string]any) { inside(root, "runs")["extra"] = true },
		"an address that is none": func(root map[string]any) {
			inside(root, "runs", "results", "locations", "physicalLocation", "artifactLocation")["uri"] = "site/%zz"
		},
		"a time without date": func(root map[string]any) { inside(root, "runs", "invocations")["startTimeUtc"] = "10:00" },
	} {
		if complaint(t, schema, altered(t, good, change)) == nil {
			t.Errorf("the schema accepts %s", name)
		}
	}
}

// sarifLog is what code scanning reads of SARIF.
type sarifLog struct {
	Runs []struct {
		Tool struct {
			Driver struct{ Rules []struct{ ID string } }
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			Level               string
			BaselineState       string
			PartialFingerprints map[string]string
			Suppressions        []struct{ Justification string }
		}
		Invocations []struct {
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
	}
}

func scanned(t *testing.T, r *audit.Report) sarifLog {
	t.Helper()
	var out sarifLog
	if err := json.Unmarshal([]byte(written(t, "sarif", r, report.Options{})), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSARIFSaysOfEachFindingWhatTheReportSays(t *testing.T) {
	run := scanned(t, everything()).Runs[0]
	for i, f := range everything().Findings {
		got := run.Results[i]
		if got.RuleID != f.ID || run.Tool.Driver.Rules[got.RuleIndex].ID != f.ID || got.PartialFingerprints["signpost/v1"] != f.Fingerprint {
			t.Errorf("finding %d is %+v, want %s %s", i, got, f.ID, f.Fingerprint)
		}
	}
	var states []string
	accepted := 0
	for _, res := range run.Results {
		states = append(states, res.BaselineState)
		accepted += len(res.Suppressions)
	}
	if accepted != 1 || !slices.Contains(states, "absent") || len(run.Results) != len(everything().Findings)+2 {
		t.Errorf("%d accepted, states %q", accepted, states)
	}
}

func TestSARIFHasAtMostFiveThousandResultsAndSaysSo(t *testing.T) {
	r := everything()
	for range 6000 {
		r.Findings = append(r.Findings, finding("link-4xx", rule.Error, "https://shop.example/x", "answers 404"))
	}
	run := scanned(t, r).Runs[0]
	said := false
	for _, n := range run.Invocations[0].ToolExecutionNotifications {
		said = said || strings.Contains(n.Message.Text, "grouped by kind of page")
	}
	if len(run.Results) > 5000 || !said {
		t.Errorf("%d results, said %v", len(run.Results), said)
	}
}
