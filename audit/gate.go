package audit

import (
	"errors"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// FailOn is the severity from which on findings make a run fail.
type FailOn string

// The values of FailOn.
const (
	FailOnError   FailOn = "error"
	FailOnWarning FailOn = "warning"
	FailOnNotice  FailOn = "notice"
	FailNever     FailOn = "never"
)

func (f FailOn) valid() bool { return f == FailNever || rule.Severity(f).Rank() < 3 }

// fires reports a sure finding at or above the severity.
func (f FailOn) fires(findings []Finding) bool { return f.gate(findings).Fired }

// gate is the decision of a run that asks for a severity alone. What other
// sites answer counts only where it is named.
func (f FailOn) gate(findings []Finding) Gate {
	out := Gate{Expression: string(f), Terms: []string{string(f)}, FiredBy: []string{}, IDs: []string{}}
	if f == FailNever {
		return out
	}
	for i := range findings {
		if findings[i].Confidence != rule.Unsure && findings[i].Severity.Rank() <= rule.Severity(f).Rank() && findings[i].ID != rule.IDExternal {
			out.IDs = append(out.IDs, findings[i].ID)
		}
	}
	slices.Sort(out.IDs)
	out.IDs = slices.Compact(out.IDs)
	if out.Fired = len(out.IDs) > 0; out.Fired {
		out.FiredBy = out.Terms
	}
	return out
}

// The exit codes of an audit.
const (
	exitFine        = 0
	exitFindings    = 1
	exitUsage       = 2
	exitUnreachable = 3
	exitTruncated   = 4
	exitInternal    = 5
)

// ExitCode is the exit code of a run, from what Run returned: 0 fine, 1 findings
// at or above failOn, 2 usage, 3 could not crawl, 4 interrupted or cut short by
// a default limit, 5 internal. Of several, the first of 5, 2, 3, 4 by interrupt,
// 1, 4 by limit.
func ExitCode(r *Report, err error, failOn FailOn) int {
	return exitCode(r, err, r != nil && failOn.fires(r.Findings))
}

// GateExitCode is ExitCode for a report whose Gate was decided by more than a
// severity.
func GateExitCode(r *Report, err error) int {
	return exitCode(r, err, r != nil && r.Gate.Fired)
}

func exitCode(r *Report, err error, fired bool) int {
	_, usage := errors.AsType[*UsageError](err)
	_, unreached := errors.AsType[*UnreachableError](err)
	switch {
	case usage:
		return exitUsage
	case unreached:
		return exitUnreachable
	case err != nil || r == nil:
		return exitInternal
	case r.Run.State == StateInterrupted:
		return exitTruncated
	case fired:
		return exitFindings
	case r.cutByDefault():
		return exitTruncated
	}
	return exitFine
}

func (r *Report) cutByDefault() bool {
	for _, l := range r.LimitsReached {
		if l.Default {
			return true
		}
	}
	return false
}
