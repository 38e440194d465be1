package crawl

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byteKind sorts bytes for the loops that go over the texts of all pages.
type byteKind uint8

const (
	otherByte byteKind = iota
	spaceByte
	letterByte
	digitByte
	wideByte // part of a character beyond ASCII
)

var byteKinds = func() (kinds [256]byteKind) {
	for c := range kinds {
		switch {
		case c >= utf8.RuneSelf:
			kinds[c] = wideByte
		case c == ' ' || c >= '\t' && c <= '\r':
			kinds[c] = spaceByte
		case isLetter(byte(c)):
			kinds[c] = letterByte
		case c >= '0' && c <= '9':
			kinds[c] = digitByte
		}
	}
	return kinds
}()

// Lower is strings.ToLower, in a third of the time where most characters, but
// not all, are ASCII: BenchmarkLower.
func Lower(s string) string {
	at := strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r >= 'A' && r <= 'Z' })
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for from := 0; at < len(s); {
		switch c := s[at]; {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[at:])
			b.WriteString(s[from:at])
			b.WriteRune(unicode.ToLower(r))
			at += size
			from = at
		case c >= 'A' && c <= 'Z':
			b.WriteString(s[from:at])
			b.WriteByte(c | 0x20)
			at++
			from = at
		default:
			at++
		}
		if at == len(s) {
			b.WriteString(s[from:])
		}
	}
	return b.String()
}

// nextWord cuts the first word, letters and digits, off a text in lower case;
// an empty one at its end. Digits reports that it has some.
func nextWord(text string) (word string, digits bool, rest string) {
	start := -1
	for i := 0; i < len(text); {
		size, within := 1, false
		switch byteKinds[text[i]] {
		case letterByte:
			within = true
		case digitByte:
			within, digits = true, true
		case wideByte:
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			number := unicode.IsNumber(r)
			within = r == '¤' || number || unicode.IsLetter(r)
			digits = digits || number
		}
		if within && start < 0 {
			start = i
		}
		if !within && start >= 0 {
			return text[start:i], digits, text[i:]
		}
		i += size
	}
	if start < 0 {
		return "", false, ""
	}
	return text[start:], digits, ""
}

// appendWords adds the words of a text with single spaces between them, up to a
// number of bytes or a little more.
func appendWords(b *strings.Builder, text string, limit int) {
	for b.Len() < limit {
		var words string
		if words, text = nextWords(text); words == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(cutText(words, limit-b.Len()+utf8.UTFMax))
	}
}

// nextWords cuts off the first words of a text, as many as have just one space
// between them. Everything that is no white space is a word here.
func nextWords(text string) (words, rest string) {
	start, end := -1, 0
	for i := 0; i < len(text); {
		size, space := 1, false
		switch byteKinds[text[i]] {
		case spaceByte:
			space = true
		case wideByte:
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			space = unicode.IsSpace(r)
		}
		switch {
		case !space && start < 0:
			start = i
		case start >= 0 && (space && (end < i || text[i] != ' ') || !space && end < i-1):
			return text[start:end], text[i:]
		}
		i += size
		if !space {
			end = i
		}
	}
	if start < 0 {
		return "", ""
	}
	return text[start:end], ""
}
