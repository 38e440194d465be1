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

// wordStart finds the next word, letters and digits, of a text in lower case
// from a place on; the end of the text without one.
func wordStart(text []byte, from int) int {
	for from < len(text) {
		kind, size := kindAt(text, from)
		if kind == letterByte || kind == digitByte {
			return from
		}
		from += size
	}
	return len(text)
}

// wordEnd finds the end of a word, and whether there are digits in it.
func wordEnd(text []byte, start int) (end int, digits bool) {
	for end = start; end < len(text); {
		kind, size := kindAt(text, end)
		if kind != letterByte && kind != digitByte {
			break
		}
		digits = digits || kind == digitByte
		end += size
	}
	return end, digits
}

// kindAt sorts the character at a place of a text, and says how many bytes it
// has.
func kindAt(text []byte, at int) (byteKind, int) {
	kind := byteKinds[text[at]]
	if kind != wideByte {
		return kind, 1
	}
	switch r, size := utf8.DecodeRune(text[at:]); {
	case unicode.IsNumber(r):
		return digitByte, size
	case r == '¤' || unicode.IsLetter(r):
		return letterByte, size
	default:
		return otherByte, size
	}
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
		if start >= 0 {
			if n := plainRun(text[i:], end < i); n > 0 {
				i += n
				end = len(strings.TrimSuffix(text[:i], " "))
			}
			if i == len(text) {
				break
			}
		}
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
