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
