package rule

import (
	"fmt"
	"strings"
)

var runChecks = []Check{
	{
		ID: "crawl-truncated", Group: "J", Severity: Notice, Unit: PerSite, Class: 4,
		Title: "The audit did not see all of the site",
		Why:   "What was not looked at is neither good nor bad: nothing is cut in silence.",
		Fix:   "Raise the limit that is named.",
		Docs:  []string{docBudget},
		Find:  findTruncation,
	},
	{
		ID: "check-skipped", Group: "J", Severity: Notice, Unit: PerSite, Class: 4,
		Title: "A check could not be made, or not everywhere",
		Why:   "Nothing was found where nobody looked: each report lists in skipped_checks what was left out, and why. It is never a finding.",
		Fix:   "See the reason. A robots.txt that forbids, a limit that was reached or an option that was off can be changed.",
		Docs:  []string{docRobots},
		Find:  func(*Facts) []Hit { return nil },
	},
}

// findTruncation says once a run which limits were reached. A limit that the
// user chose is a notice, a default one a warning.
func findTruncation(f *Facts) []Hit {
	if len(f.Limits) == 0 || len(f.Site.Seeds) == 0 {
		return nil
	}
	hit := Hit{Address: f.Site.Seeds[0], Template: "/", Count: 1}
	var parts []string
	for _, l := range f.Limits {
		part := fmt.Sprintf("the limit of %s (%s) was reached", l.Name, l.Value)
		if l.Left > 0 {
			part += fmt.Sprintf(", %d addresses were left out", l.Left)
		}
		parts = append(parts, part)
		if l.Default {
			hit.Severity = Warning
		}
	}
	hit.Message = strings.Join(parts, "; ")
	return []Hit{hit}
}
