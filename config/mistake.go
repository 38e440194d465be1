package config

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong, or for a warning: doubtful, at one place.
type Mistake struct {
	Origin
	Path    string // of the key, such as sites[0].rules[2].then.send; may be empty
	Text    string // what is wrong, without the place
	Excerpt string // the line of the file; empty outside files
	Hint    string // what to write instead; may be empty
}

// String formats the mistake for a terminal: place and sentence, the line with
// a caret below the column, and the hint, each on a line of its own.
func (m Mistake) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", m.place(), m.sentence())
	if m.Excerpt != "" {
		line := fmt.Sprintf("%5d | ", m.Line)
		fmt.Fprintf(&b, "%s%s\n", line, visible(m.Excerpt))
		fmt.Fprintf(&b, "%s^\n", strings.Repeat(" ", len(line))+indentTo(m.Excerpt, m.Column))
	}
	if m.Hint != "" {
		fmt.Fprintf(&b, "        %s\n", visible(m.Hint))
	}
	return b.String()
}

// Error is the first line of String.
func (m Mistake) Error() string { return m.place() + ": " + m.sentence() }

func (m Mistake) sentence() string {
	if m.Path == "" {
		return visible(m.Text)
	}
	return visible(m.Path + ": " + m.Text)
}

// MarshalJSON writes the mistake as one flat object.
func (m Mistake) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Source  OriginKind `json:"source"`
		File    string     `json:"file"`
		Line    int        `json:"line"`
		Column  int        `json:"column"`
		Path    string     `json:"path"`
		Text    string     `json:"text"`
		Excerpt string     `json:"excerpt"`
		Hint    string     `json:"hint"`
	}{m.Kind, m.Name, m.Line, m.Column, m.Path, m.Text, m.Excerpt, m.Hint})
}

// visible shows control characters as a question mark, so that a file cannot
// drive the terminal; tabs become one blank, as indentTo counts them.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0:
			return '?'
		}
		return r
	}, s)
}

// indentTo is the blank space that puts a caret below the column: two cells for
// each wide character before it.
func indentTo(line string, column int) string {
	cells, at := 0, 1
	for _, r := range line {
		if at >= column {
			break
		}
		cells += cellsOf(r)
		at++
	}
	return strings.Repeat(" ", cells)
}

// Mistakes is every mistake of a configuration, in the order of the file. As
// an error it prints them all.
type Mistakes []Mistake

// Error prints every mistake with its line and hint.
func (m Mistakes) Error() string {
	var b strings.Builder
	for _, one := range m {
		b.WriteString(one.String())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Unwrap gives errors.Is and errors.As the single mistakes.
func (m Mistakes) Unwrap() []error {
	errs := make([]error, len(m))
	for i, one := range m {
		errs[i] = one
	}
	return errs
}

// settled sorts the mistakes by place and drops those that stand at one place
// with one text: a mistake under `defaults` is met once for each site.
func (m Mistakes) settled() Mistakes {
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), a.Line-b.Line, a.Column-b.Column)
	})
	type key struct {
		Origin
		text string
	}
	seen := map[key]bool{}
	return slices.DeleteFunc(m, func(one Mistake) bool {
		k := key{one.Origin, one.Text}
		known := seen[k]
		seen[k] = true
		return known
	})
}
