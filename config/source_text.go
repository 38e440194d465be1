package config

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of one configuration file. A thousand sites stay far below them;
// beyond them the time to parse would grow with the square of the size.
const (
	maxBytes = 1 << 20
	maxLines = 40_000
	maxLine  = 8 << 10 // bytes
	maxDepth = 64
	maxNodes = 100_000
)

const tooMuch = "a configuration this large is a mistake of the program that wrote it"

// sourceText is one file as it was read, for excerpts.
type sourceText struct {
	name  string
	lines []string
}

func newSourceText(name string, data []byte) sourceText {
	return sourceText{name, strings.Split(string(data), "\n")}
}

// line returns the line of that number without what does not fit a terminal.
func (s sourceText) line(number int) string {
	if number < 1 || number > len(s.lines) {
		return ""
	}
	const longest = 160
	line := strings.TrimRight(s.lines[number-1], "\r")
	if utf8.RuneCountInString(line) > longest {
		line = string([]rune(line)[:longest]) + "…"
	}
	return strings.ToValidUTF8(line, "?")
}

func (s sourceText) at(line, column int) Origin {
	return Origin{Kind: FromFile, Name: s.name, Line: line, Column: column}
}

// normalised takes the byte order mark off and makes line ends uniform.
func normalised(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

// unreadable finds what no reader of YAML could make sense of: too much, not
// UTF-8, control characters, nested beyond bounds.
func (s sourceText) unreadable(data []byte) *Mistake {
	switch {
	case len(data) > maxBytes:
		return &Mistake{
			Origin: s.at(1, 1), Text: fmt.Sprintf("the file has more than %d bytes", maxBytes),
			Hint: tooMuch,
		}
	case !utf8.Valid(data):
		return s.notUTF8(data)
	case len(s.lines) > maxLines:
		return s.mistakeAt(maxLines+1, "", fmt.Sprintf("the file has more than %d lines", maxLines), tooMuch)
	}
	for i, line := range s.lines {
		if len(line) > maxLine {
			return s.mistakeAt(i+1, "", fmt.Sprintf("the line has more than %d bytes", maxLine), "put each entry of a list on a line of its own")
		}
		if at := strings.IndexFunc(line, isControl); at >= 0 {
			return s.mistakeAt(i+1, line[:at], "a control character stands here", "save the file as plain text")
		}
	}
	return s.tooDeep()
}

func (s sourceText) notUTF8(data []byte) *Mistake {
	hint := "save the file as UTF-8"
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		hint = "it looks like UTF-16: save the file as UTF-8"
	}
	for i, line := range s.lines {
		if valid := validPrefix(line); len(valid) < len(line) {
			return s.mistakeAt(i+1, valid, "the file is not UTF-8 here", hint)
		}
	}
	return s.mistakeAt(1, "", "the file is not UTF-8", hint)
}

func (s sourceText) mistakeAt(line int, before, text, hint string) *Mistake {
	return &Mistake{
		Origin: s.at(line, utf8.RuneCountInString(before)+1), Text: text, Hint: hint, Excerpt: s.line(line),
	}
}

func validPrefix(s string) string {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") {
			return s[:i]
		}
	}
	return s
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\r' || r >= 0x7f && r < 0xa0 && r != 0x85
}

// tooDeep bounds the nesting before the recursive parser sees it. It counts
// brackets wherever they stand: text with that many of one kind is none that a
// person wrote.
func (s sourceText) tooDeep() *Mistake {
	depth := 0
	for i, line := range s.lines {
		for at, r := range line {
			switch r {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(depth-1, 0)
			}
			if depth > maxDepth {
				return s.mistakeAt(i+1, line[:at], fmt.Sprintf("more than %d brackets are open", maxDepth),
					"no setting is nested this deep: is a bracket not closed?")
			}
		}
	}
	return nil
}
