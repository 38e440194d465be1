package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// colours of the severities, as ANSI parameters.
var colours = map[rule.Severity]string{rule.Error: "1;31", rule.Warning: "1;33", rule.Notice: "1;36"}

func (t *text) paint(s rule.Severity, label string) {
	if !t.o.Color {
		t.out.WriteString(label)
		return
	}
	t.out.WriteString("\x1b[" + colours[s] + "m" + label + "\x1b[0m")
}

// wrap writes a paragraph behind a prefix, made safe; further lines are indented
// as far as the first. A word that is longer than a line, as addresses are, is
// broken.
func (t *text) wrap(prefix, paragraph string) {
	indent := strings.Repeat(" ", columns(prefix))
	room := t.o.Width - len(indent)
	line, used := prefix, 0
	flush := func() {
		t.out.WriteString(strings.TrimRight(line, " ") + "\n")
		line, used = indent, 0
	}
	for word := range strings.FieldsSeq(safe(paragraph)) {
		if used > 0 && used+1+columns(word) > room {
			flush()
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		for columns(word) > room-used {
			head := cutColumns(word, room-used)
			line += head
			word = word[len(head):]
			flush()
		}
		line, used = line+word, used+columns(word)
	}
	flush()
}

// columns is how wide a text is on a terminal.
func columns(s string) (n int) {
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cutColumns returns the beginning of a text that fits, at least one character.
func cutColumns(s string, room int) string {
	used := 0
	for i, r := range s {
		if used += runeColumns(r); used > room && i > 0 {
			return s[:i]
		}
	}
	return s
}

// safe makes foreign text harmless for a terminal: control characters, and
// those that turn the direction of writing, become visible, white space becomes
// plain.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '�'
		}
		return r
	}, s)
}
