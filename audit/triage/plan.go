package triage

import (
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Plan is what the owner wants done with the findings of a run. The zero Plan
// leaves them as they are and never fails.
type Plan struct {
	Severities []Override
	Ignores    []Ignore
	Today      time.Time     // against which Ignores expire; zero: the end of the run
	Baseline   *audit.Report // an earlier report; nil: every finding is new
	By         By            // how findings are recognised; empty: ByInstance
	NewOnly    bool          // leave findings out that the baseline has
	Gate       Gate
	Failure    error // of the run, which decides its exit code
}

// Apply carries the plan out on a report: it changes severities, sets accepted
// findings aside, compares, and decides the gate and the exit code.
func (p Plan) Apply(r *audit.Report) {
	override(r.Findings, p.Severities)
	ignore(r, p.Ignores, p.today(r))
	if p.Baseline != nil {
		r.Compare = Compare(p.Baseline, r, p.By)
	}
	if p.NewOnly {
		r.Findings = onlyNew(r.Findings)
	}
	audit.SortFindings(r.Findings)
	recount(r)
	r.Gate = p.Gate.judge(r)
	r.Run.ExitCode = audit.GateExitCode(r, p.Failure)
}

func (p Plan) today(r *audit.Report) time.Time {
	if p.Today.IsZero() {
		return r.Run.Ended
	}
	return p.Today
}

func onlyNew(findings []audit.Finding) []audit.Finding {
	kept := []audit.Finding{}
	for _, f := range findings {
		if f.State == audit.StateNew {
			kept = append(kept, f)
		}
	}
	return kept
}

// spot is where the findings of a group lie.
type spot struct{ id, template string }

// maxExamples of a group are kept.
const maxExamples = 5

// recount brings the summary and the groups in line with the findings.
func recount(r *audit.Report) {
	of := map[spot]int{}
	for _, g := range r.Groups {
		of[spot{g.ID, g.Template}] = g.Of
	}
	r.Groups = []audit.Group{}
	at, counts := map[spot]int{}, map[rule.Severity]int{}
	for _, f := range r.Findings {
		counts[f.Severity]++
		key := spot{f.ID, f.Template}
		i, known := at[key]
		if !known {
			i = len(r.Groups)
			at[key] = i
			r.Groups = append(r.Groups, audit.Group{
				ID: f.ID, Template: f.Template, Of: of[key], Severity: f.Severity, Confidence: f.Confidence, Examples: []string{},
			})
		}
		group := &r.Groups[i]
		group.Count += f.Count
		if len(group.Examples) < maxExamples {
			group.Examples = append(group.Examples, f.URL)
		}
	}
	r.Summary.Error, r.Summary.Warning, r.Summary.Notice = counts[rule.Error], counts[rule.Warning], counts[rule.Notice]
}
