package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit"
)

// group holds the findings of one check in one kind of page.
type group struct {
	findings []audit.Finding // at least one
	count    int             // addresses that they stand for
}

// grouped gathers findings by check and kind of page, in the order of their
// sections.
func grouped(r *audit.Report) []group {
	type spot struct{ id, template string }
	at := map[spot]int{}
	var out []group
	for _, f := range weighed(r.Findings) {
		key := spot{f.ID, f.Template}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, group{})
		}
		out[i].findings = append(out[i].findings, f)
		out[i].count += f.Count
	}
	return out
}

// skippedIDs lists the checks that did not run, or not everywhere, each once.
func skippedIDs(r *audit.Report) []string {
	ids := make([]string, 0, len(r.SkippedChecks))
	for _, s := range r.SkippedChecks {
		ids = append(ids, s.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// visible replaces what a reader cannot see, and what XML does not allow, but
// keeps line ends.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return r
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), r >= 0xfffe && r <= 0xffff:
			return utf8.RuneError
		}
		return r
	}, s)
}
