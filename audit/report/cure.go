package report

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
)

// cureOf is what of the edge mends the findings of a check; empty for nothing.
func cureOf(findings []audit.Finding) string {
	for _, f := range findings {
		if f.EdgeRule != nil {
			return once(*f.EdgeRule)
		}
	}
	return ""
}

// once drops the name before a sentence that begins with it.
func once(cure string) string {
	name, rest, ok := strings.Cut(cure, ": `")
	if first, _, _ := strings.Cut(rest, "`"); ok && strings.HasPrefix(name, first) {
		return "`" + rest
	}
	return cure
}
