package handlers

import (
	"strings"
)

// maxRanges bounds how many members of an Accept field count.
const maxRanges = 64

// mediaRange is one member of an Accept field (RFC 9110 section 12.5.1).
// Everything but the values of its parameters is in lower case.
type mediaRange struct {
	kind, subtype string // "text", "html"; "*" for any
	params        []param
	q             int // thousandths
}

type param struct{ name, value string }

// named reports whether the range names a type, and not a family of types.
func (m mediaRange) named() bool { return m.kind != "*" && m.subtype != "*" }

// full returns "text/html".
func (m mediaRange) full() string { return m.kind + "/" + m.subtype }

// parseAccept reads all lines of an Accept field. A malformed member is
// skipped; members beyond the 64th are ignored.
func parseAccept(lines []string) []mediaRange {
	var ranges []mediaRange
	seen := 0
	for _, line := range lines {
		for member := range splitQuoted(line, ',') {
			if seen++; seen > maxRanges {
				return ranges
			}
			if m, ok := parseMediaRange(member); ok {
				ranges = append(ranges, m)
			}
		}
	}
	return ranges
}

func parseMediaRange(member string) (mediaRange, bool) {
	m := mediaRange{q: 1000}
	first := true
	for part := range splitQuoted(member, ';') {
		ok := true
		if first {
			m.kind, m.subtype, ok = parseType(part)
		} else {
			ok = m.addParam(part)
		}
		if !ok {
			return mediaRange{}, false
		}
		first = false
	}
	return m, !first
}

func parseType(s string) (kind, subtype string, ok bool) {
	kind, subtype, ok = strings.Cut(strings.ToLower(trimSpace(s)), "/")
	ok = ok && isToken(kind) && isToken(subtype) && (kind != "*" || subtype == "*")
	return kind, subtype, ok
}

// addParam reads one parameter; empty ones (";;") are tolerated.
func (m *mediaRange) addParam(s string) (ok bool) {
	s = trimSpace(s)
	if s == "" {
		return true
	}
	name, value, _ := strings.Cut(s, "=")
	name = strings.ToLower(trimSpace(name))
	value = strings.Trim(trimSpace(value), `"`)
	if !isToken(name) {
		return false
	}
	if name == "q" {
		m.q, ok = parseQuality(value)
		return ok
	}
	m.params = append(m.params, param{name, value})
	return true
}

// parseQuality reads a weight of up to three decimals (RFC 9110 section
// 12.4.2) as thousandths.
func parseQuality(s string) (int, bool) {
	whole, decimals, _ := strings.Cut(s, ".")
	if whole != "0" && whole != "1" || len(decimals) > 3 {
		return 0, false
	}
	q := 0
	for i := range 3 {
		digit := byte('0')
		if i < len(decimals) {
			digit = decimals[i]
		}
		if digit < '0' || digit > '9' {
			return 0, false
		}
		q = q*10 + int(digit-'0')
	}
	if whole == "1" {
		return 1000, q == 0
	}
	return q, true
}

// splitQuoted yields the pieces of s between separators that stand outside
// quoted strings.
func splitQuoted(s string, sep byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, quoted := 0, false
		for i := 0; i < len(s); i++ {
			switch {
			case quoted && s[i] == '\\':
				i++
			case s[i] == '"':
				quoted = !quoted
			case s[i] == sep && !quoted:
				if !yield(s[start:i]) {
					return
				}
				start = i + 1
			}
		}
		yield(s[start:])
	}
}

func trimSpace(s string) string { return strings.Trim(s, " \t") }

// isToken reports whether s is a token of RFC 9110 section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		digit := c >= '0' && c <= '9'
		if !letter && !digit && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}
