package views

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// limit is how long a text may be on a page: characters for the eye, bytes as
// sent for the weight. A quotation mark is sent as five bytes.
type limit struct{ runes, bytes int }

// The limits. Together with the markup and the style they keep the worst page
// within 10,240 bytes; a test builds it.
var (
	limitName     = limit{60, 120}
	limitHeading  = limit{90, 200}
	limitSentence = limit{200, 360}
	limitStep     = limit{160, 400}
	limitQuote    = limit{300, 900}
	limitFact     = limit{80, 160}
)

// limitSteps is the weight of all steps together, in bytes as sent.
const limitSteps = 1200

const ellipsis = "…"

// fit returns s on one line without control characters, cut to l. A text that
// was cut ends in an ellipsis.
func fit(s string, l limit) string {
	if isTidy(s, l) {
		return s
	}
	s = oneLine(s, l.runes+1)
	runes, bytes := 0, 0
	for i, r := range s {
		if runes, bytes = runes+1, bytes+costOf(r); runes > l.runes || bytes > l.bytes {
			return cut(s[:i], l) + ellipsis
		}
	}
	return s
}

// isTidy reports whether s is printable ASCII within l and without white space to
// fold: most texts are, and need no copy.
func isTidy(s string, l limit) bool {
	if len(s) > l.runes {
		return false
	}
	bytes := 0
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			return false
		}
		bytes += costOf(rune(c))
	}
	return bytes <= l.bytes
}

// cut makes room for the ellipsis.
func cut(s string, l limit) string {
	for utf8.RuneCountInString(s) >= l.runes || cost(s)+len(ellipsis) > l.bytes {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return strings.TrimRight(s, " ")
}

// fitAll cuts each text to l and leaves out those that no longer fit into
// total.
func fitAll(texts []string, l limit, total int) []string {
	var fitted []string
	for _, t := range texts {
		t = fit(t, l)
		if total -= cost(t); total < 0 {
			break
		}
		if t != "" {
			fitted = append(fitted, t)
		}
		total -= len("<li></li>")
	}
	return fitted
}

// oneLine folds white space, drops control and formatting characters (which
// could turn the direction of what follows) and mends invalid UTF-8. It looks
// at no more of s than most characters need.
func oneLine(s string, most int) string {
	var out strings.Builder
	gap, n := false, 0
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			gap = n > 0
			continue
		case unicode.IsControl(r) || isDirection(r):
			continue
		}
		if gap {
			out.WriteByte(' ')
			n++
		}
		out.WriteRune(r)
		gap = false
		if n++; n > most {
			break
		}
	}
	return out.String()
}

// isDirection reports the characters that embed, override or isolate a
// direction of writing (UAX 9, section 2).
func isDirection(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// cost is the number of bytes that s takes in HTML.
func cost(s string) int {
	n := 0
	for _, r := range s {
		n += costOf(r)
	}
	return n
}

func costOf(r rune) int {
	switch r {
	case '"', '\'', '&':
		return len("&#34;")
	case '<', '>':
		return len("&lt;")
	case utf8.RuneError:
		return utf8.UTFMax
	}
	return utf8.RuneLen(r)
}
