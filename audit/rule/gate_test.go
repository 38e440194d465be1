package rule_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

//go:embed testdata/gate.tsv
var gate string

// letters of severities in the table of the reference.
var letters = map[string]rule.Severity{"E": rule.Error, "W": rule.Warning, "N": rule.Notice}

// grouping are the columns that stand for more than one address.
var grouping = []string{"T", "S", "B"}

func TestTheFirstGateIsBuiltAsTheReferenceHasIt(t *testing.T) {
	rows := 0
	for line := range strings.Lines(gate) {
		row := strings.Split(strings.TrimSpace(line), "\t")
		if len(row) != 4 {
			continue
		}
		rows++
		if row[0] == "check-skipped" {
			continue // the list of skipped checks itself; never a finding
		}
		check, built := rule.Lookup(row[0])
		if !built {
			if !slices.ContainsFunc(rule.NotBuilt(), func(s rule.Skipped) bool { return s.ID == row[0] }) {
				t.Errorf("%s is neither built nor listed with a reason", row[0])
			}
			continue
		}
		if check.Group != row[1] || check.Severity != letters[row[2]] && !deviates[row[0]] {
			t.Errorf("%s is in group %s with %s, want %s and %s", row[0], check.Group, check.Severity, row[1], letters[row[2]])
		}
		if slices.Contains(grouping, row[3]) && check.Unit == rule.PerURL && !perURL[row[0]] {
			t.Errorf("%s needs %s and reports each address", row[0], row[3])
		}
	}
	if rows != 113 {
		t.Errorf("the table has %d rows, want 113", rows)
	}
}

// deviates are checks whose row names two severities; the milder is their own
// and the other one set with the finding.
var deviates = map[string]bool{"error-page-canonical-home": true}

// perURL are checks of a site or template whose finding names one address.
var perURL = map[string]bool{"soft404-similar": true, "error-url-200": true, "orphan-page": true}
