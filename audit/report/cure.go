package report

import "github.com/seed-3913a1bb/signpost/audit"

// cureOf is what of the edge mends the findings of one check; empty when
// nothing does.
func cureOf(findings []audit.Finding) string {
	for _, f := range findings {
		if f.EdgeRule != nil {
			return *f.EdgeRule
		}
	}
	return ""
}
