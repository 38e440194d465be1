package problem

import (
	"strings"
	"unicode"
)

// find returns the id of the first signature that the body shows.
func (j *judgement) find(table []signature, flat string) string {
	letter := string(j.kind[0])
	for i := range table {
		s := &table[i]
		if strings.Contains(s.kinds, letter) && (!s.whole || j.isWhole(stockWindow)) && s.in(flat) {
			return s.id
		}
	}
	return ""
}

func (s *signature) in(flat string) bool {
	if s.start != "" && !markAt(flat, s.start) {
		return false
	}
	for i, mark := range s.all {
		times := 1
		if i == 0 {
			times = max(1, s.times)
		}
		if !hasMark(flat, mark, times) {
			return false
		}
	}
	for _, mark := range s.none {
		if hasMark(flat, mark, 1) {
			return false
		}
	}
	for _, mark := range s.any {
		if hasMark(flat, mark, 1) {
			return true
		}
	}
	return len(s.any) == 0
}

const threeDigits = "nnn"

// hasMark reports whether a mark is in the text so many times.
func hasMark(text, mark string, times int) bool {
	anchor, _, hasDigits := strings.Cut(mark, threeDigits)
	if !hasDigits && times == 1 {
		return strings.Contains(text, mark)
	}
	for times > 0 {
		i := strings.Index(text, anchor)
		if i < 0 {
			return false
		}
		if markAt(text[i:], mark) {
			times--
		}
		text = text[i+max(1, len(anchor)):]
	}
	return true
}

// markAt reports whether text begins with the mark.
func markAt(text, mark string) bool {
	before, after, hasDigits := strings.Cut(mark, threeDigits)
	rest, ok := strings.CutPrefix(text, before)
	if !ok || !hasDigits {
		return ok
	}
	if len(rest) < 3 || strings.Trim(rest[:3], "0123456789") != "" {
		return false
	}
	return strings.HasPrefix(rest[3:], after)
}

// flatten writes text in lower case, with white space as one space and none
// beside tags, so that a mark fits whatever the indentation.
func flatten(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	last := rune('>')
	for _, r := range text {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space && last != '>' && r != '<' {
			b.WriteByte(' ')
		}
		space = false
		last = unicode.ToLower(r)
		b.WriteRune(last)
	}
	return b.String()
}
