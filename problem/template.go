package problem

import "strings"

// A template takes words out of a sentence: literal text with places in braces,
// such as "expected={yours} actual={current}". A place takes the text up to the
// literal behind it, or one word at the end; {_} takes and forgets.
type template struct {
	literals []string // one more than names
	names    []string
}

func parseTemplate(s string) template {
	var t template
	for {
		before, rest, found := strings.Cut(s, "{")
		t.literals = append(t.literals, before)
		if !found {
			return t
		}
		name, after, _ := strings.Cut(rest, "}")
		t.names = append(t.names, name)
		s = after
	}
}

// capture is what a template took.
type captured map[string]string

// in returns what the first place where the template fits holds.
func (t template) in(s string) (captured, bool) {
	for from := 0; ; {
		i := strings.Index(s[from:], t.literals[0])
		if i < 0 {
			return nil, false
		}
		from += i + len(t.literals[0])
		if got, ok := t.take(s[from:]); ok {
			return got, true
		}
		if t.literals[0] == "" || from >= len(s) {
			return nil, false
		}
	}
}

func (t template) take(s string) (captured, bool) {
	got := captured{}
	for i, name := range t.names {
		end := wordEnd(s)
		if next := t.literals[i+1]; next != "" {
			if end = strings.Index(s, next); end < 0 {
				return nil, false
			}
		}
		value := s[:end]
		if !isIdentifier(value) {
			return nil, false
		}
		if name != "_" {
			got[name] = value
		}
		s = s[end+len(t.literals[i+1]):]
	}
	return got, true
}

// wordEnd returns the length of the word at the start of s, without the
// punctuation behind it.
func wordEnd(s string) int {
	end := strings.IndexAny(s, " \t\n,;)]\"'")
	if end < 0 {
		end = len(s)
	}
	return len(strings.TrimRight(s[:end], ".:!"))
}

// isIdentifier accepts what may be a version or a name: short, in one piece.
func isIdentifier(s string) bool {
	return s != "" && len(s) <= maxIdentifier && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\ufffd' })
}
