package triage

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Override gives some checks another severity.
type Override struct {
	Checks   rule.Selector
	Severity rule.Severity
}

// ParseOverride reads "link-410=warning", with an id, a glob or a group before
// the sign.
func ParseOverride(text string) (Override, error) {
	name, level, ok := strings.Cut(text, "=")
	if !ok {
		return Override{}, fmt.Errorf("severity %q: write it as link-410=warning", text)
	}
	checks, err := rule.ParseSelector(strings.TrimSpace(name))
	if err != nil {
		return Override{}, fmt.Errorf("severity %q: %w", text, err)
	}
	severity := rule.Severity(strings.TrimSpace(level))
	if severity.Rank() > rule.Notice.Rank() {
		return Override{}, fmt.Errorf("severity %q: unknown severity %q%s; use error, warning or notice", text, severity, rule.Nearest(string(severity), severities))
	}
	return Override{checks, severity}, nil
}

// severities in words, for hints.
var severities = []string{string(rule.Error), string(rule.Warning), string(rule.Notice)}

// override applies all overrides; of several, the last counts.
func override(findings []audit.Finding, all []Override) {
	for i := range findings {
		for _, o := range all {
			if o.Checks.Matches(findings[i].ID, findings[i].Group) {
				findings[i].Severity = o.Severity
			}
		}
	}
}
