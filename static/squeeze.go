package static

import (
	"bytes"
	"strings"
)

// squeeze takes comments and dispensable white space out of CSS. It knows
// strings and comments, and nothing else of the grammar: it is for our own
// sheets, which hold neither url() without quotes nor descendant selectors that
// begin with a colon.
func squeeze(css string) string {
	var out []byte
	gap := false // white space or a comment was skipped
	for css != "" {
		if n := skippable(css); n > 0 {
			css, gap = css[n:], true
			continue
		}
		n := token(css)
		switch {
		case css[0] == '}':
			out = bytes.TrimSuffix(out, []byte{';'})
		case gap && needsSpace(out, css[0]):
			out = append(out, ' ')
		}
		out = append(out, css[:n]...)
		css, gap = css[n:], false
	}
	return string(out)
}

// skippable returns the length of the white space or comment that s begins with.
func skippable(s string) int {
	if rest, ok := strings.CutPrefix(s, "/*"); ok {
		if i := strings.Index(rest, "*/"); i >= 0 {
			return i + len("/**/")
		}
		return len(s)
	}
	return len(s) - len(strings.TrimLeft(s, " \t\r\n"))
}

// token returns the length of the string literal or the character that s
// begins with.
func token(s string) int {
	if s[0] != '"' {
		return 1
	}
	if i := strings.IndexByte(s[1:], '"'); i >= 0 {
		return i + 2
	}
	return len(s)
}

// needsSpace reports whether a gap between what is written and the next
// character means something. Around + and - it does, within calc().
func needsSpace(written []byte, next byte) bool {
	return len(written) > 0 &&
		!strings.ContainsRune("{};:,>", rune(written[len(written)-1])) &&
		!strings.ContainsRune("{;,>", rune(next))
}
