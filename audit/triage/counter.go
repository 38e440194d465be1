package triage

import (
	"strconv"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// bySeverity counts findings of a severity or a worse one. Checks about sites of
// others fail a run only when they are named.
func bySeverity(worst rule.Severity) counter {
	return counting(func(f audit.Finding) bool { return f.Severity.Rank() <= worst.Rank() && f.ID != rule.IDExternal })
}

// byCheck counts findings of some checks.
func byCheck(checks rule.Selector) counter {
	return counting(func(f audit.Finding) bool { return checks.Matches(f.ID, f.Group) })
}

// counting makes a counter of findings; one sign alone never counts.
func counting(wanted func(audit.Finding) bool) counter {
	return func(r *audit.Report, onlyNew bool) (n int, ids []string) {
		for _, f := range r.Findings {
			if f.Confidence == rule.Unsure || onlyNew && (f.State != audit.StateNew || f.NewRule) || !wanted(f) {
				continue
			}
			n++
			ids = append(ids, f.ID)
		}
		return n, ids
	}
}

// byStatus counts addresses by their answer.
func byStatus(set status.Set) counter {
	return func(r *audit.Report, _ bool) (n int, ids []string) {
		for text, count := range r.Summary.ByStatus {
			if code, err := strconv.Atoi(text); err == nil && set.Has(status.Code(code)) {
				n += count
			}
		}
		return n, nil
	}
}

// byOutcome counts addresses by what could be said of them.
func byOutcome(outcome string) counter {
	return func(r *audit.Report, _ bool) (int, []string) { return r.Summary.ByOutcome[outcome], nil }
}
