package audit

import (
	"errors"

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

// fires reports a finding at or above the severity.
func (f FailOn) fires(findings []Finding) bool {
	if f == FailNever {
		return false
	}
	for i := range findings {
		if findings[i].Severity.Rank() <= rule.Severity(f).Rank() {
			return true
		}
	}
	return false
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
	case failOn.fires(r.Findings):
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
