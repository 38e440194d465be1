package cure

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-3913a1bb/signpost/audit"
)

// mostName is how long the name of a rule becomes, in bytes.
const mostName = 80

// nameFor is a name that no other rule of the host has: the check, and the
// place or the status that tells it from the check's other rules.
func (h *host) nameFor(f *audit.Finding, r *ruleText) string {
	where := r.When.Status
	if len(r.When.Path) > 0 {
		where = place(string(r.When.Path[0]))
	}
	base := clipped("audit "+f.ID+" "+where, mostName)
	name := base
	for n := 2; h.used[name]; n++ {
		name = fmt.Sprintf("%s (%d)", base, n)
	}
	h.used[name] = true
	return name
}

// place is a path in words.
func place(path string) string {
	path = strings.Trim(path, "/*")
	if path == "" {
		return "everywhere"
	}
	return oneLine(path)
}

// mark tells a rule apart from those that it cannot be joined with.
func (r *ruleText) mark() string {
	w := r.When
	return strings.Join([]string{
		w.Status, w.ContentType, strings.Join(w.Body, ","), joined(w.Title), r.Then.Send, r.Then.Page, r.Then.RetryAfter, r.Mode,
		fmt.Sprint(len(w.Path) > 0),
	}, "\x00")
}

func joined(all []text) string {
	var b strings.Builder
	for _, t := range all {
		b.WriteString(string(t) + "\n")
	}
	return b.String()
}

// mostPaths is how many addresses one rule names; the edge looks at each.
const mostPaths = 500

// merge adds the addresses of another condition that is alike otherwise.
func (w *when) merge(other *when) {
	for _, path := range other.Path {
		if !slices.Contains(w.Path, path) {
			w.Path = append(w.Path, path)
		}
	}
}

// oneLine is a text without anything that could end a line of a comment.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	return strings.Join(strings.Fields(text), " ")
}

// clipped is a text of at most so many bytes.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most-3], "") + "…"
}
