package views

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// cssKind is the kind of a token that matters to us.
type cssKind uint8

const (
	cssEnd      cssKind = iota
	cssSpace            // white space and comments
	cssIdent            // an identifier
	cssFunction         // an identifier and its opening bracket
	cssAt               // an at-keyword
	cssURL              // url(…) without quotation marks, as one token
	cssString
	cssBad   // what is never closed; name says so
	cssOther // one character, a number or a hash
)

// cssToken is a token of CSS Syntax, level 3.
type cssToken struct {
	kind cssKind
	text string // as it is sent
	name string // what it means: escapes resolved, names in lower case
	line int
}

// cssLexer takes a style apart (CSS Syntax, section 4.3), as exactly as it takes
// to see every name and string that a browser would see.
type cssLexer struct {
	rest string
	line int
}

// newCSSLexer prepares the input as CSS Syntax 3.3 says.
func newCSSLexer(content []byte) *cssLexer {
	text := strings.ToValidUTF8(string(content), "\ufffd")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\x00", "\ufffd").Replace(text)
	return &cssLexer{rest: text, line: 1}
}

// next returns the next token; the last is cssEnd, again and again.
func (l *cssLexer) next() cssToken {
	switch {
	case l.rest == "":
		return cssToken{kind: cssEnd, line: l.line}
	case strings.HasPrefix(l.rest, "/*"), isCSSSpace(l.rest[0]):
		return l.space()
	case l.rest[0] == '"' || l.rest[0] == '\'':
		return l.quoted()
	case l.rest[0] == '@' && startsIdent(l.rest[1:]):
		t := l.ident(1)
		t.kind = cssAt
		return t
	case l.rest[0] == '#':
		t := l.ident(1)
		t.kind = cssOther
		return t
	case startsNumber(l.rest):
		return l.number()
	case startsIdent(l.rest):
		return l.word()
	}
	_, n := utf8.DecodeRuneInString(l.rest)
	return l.emit(cssOther, n, "")
}

// emit takes n bytes off as a token.
func (l *cssLexer) emit(kind cssKind, n int, name string) cssToken {
	t := cssToken{kind: kind, text: l.rest[:n], name: name, line: l.line}
	l.line += strings.Count(t.text, "\n")
	l.rest = l.rest[n:]
	return t
}

// space folds white space and comments to one space.
func (l *cssLexer) space() cssToken {
	n := 0
	for n < len(l.rest) {
		if strings.HasPrefix(l.rest[n:], "/*") {
			end := strings.Index(l.rest[n+2:], "*/")
			if end < 0 {
				return l.emit(cssBad, len(l.rest), "a comment is never closed")
			}
			n += end + 4
			continue
		}
		if !isCSSSpace(l.rest[n]) {
			break
		}
		n++
	}
	t := l.emit(cssSpace, n, "")
	t.text = " "
	return t
}

// quoted reads a string with its escapes.
func (l *cssLexer) quoted() cssToken {
	mark, value, n := l.rest[0], strings.Builder{}, 1
	for n < len(l.rest) {
		switch c := l.rest[n]; {
		case c == mark:
			return l.emit(cssString, n+1, value.String())
		case c == '\n':
			return l.emit(cssBad, n, "a string is never closed")
		case strings.HasPrefix(l.rest[n:], "\\\n"):
			n += 2
		case c == '\\':
			r, size := unescapeCSS(l.rest[n:])
			value.WriteRune(r)
			n += size
		default:
			value.WriteByte(c)
			n++
		}
	}
	return l.emit(cssBad, n, "a string is never closed")
}

// word reads an identifier, a function or a url() without quotation marks.
func (l *cssLexer) word() cssToken {
	t := l.ident(0)
	if !strings.HasPrefix(l.rest, "(") {
		return t
	}
	if t.name == "url" {
		if inner := strings.TrimLeft(l.rest[1:], " \t\n"); inner == "" || inner[0] != '"' && inner[0] != '\'' {
			return l.bareURL(t)
		}
	}
	bracket := l.emit(cssOther, 1, "")
	return cssToken{kind: cssFunction, text: t.text + bracket.text, name: t.name, line: t.line}
}

// bareURL reads on to the end of a url() without quotation marks.
func (l *cssLexer) bareURL(start cssToken) cssToken {
	var value strings.Builder
	for n := 1; n < len(l.rest); {
		switch l.rest[n] {
		case ')':
			end := l.emit(cssURL, n+1, "")
			return cssToken{kind: cssURL, text: start.text + end.text, name: strings.TrimSpace(value.String()), line: start.line}
		case '\\':
			r, size := unescapeCSS(l.rest[n:])
			value.WriteRune(r)
			n += size
		default:
			value.WriteByte(l.rest[n])
			n++
		}
	}
	return l.emit(cssBad, len(l.rest), "a url( is never closed")
}

// number reads the digits and the unit behind them.
func (l *cssLexer) number() cssToken {
	n := 1
	for n < len(l.rest) && (isDigit(l.rest[n]) || l.rest[n] == '.') {
		n++
	}
	if startsIdent(l.rest[n:]) {
		t := l.ident(n)
		t.kind = cssOther
		return t
	}
	return l.emit(cssOther, n, "")
}

// ident reads an identifier that begins at an offset.
func (l *cssLexer) ident(from int) cssToken {
	var name strings.Builder
	n := from
	for n < len(l.rest) {
		c := l.rest[n]
		if c == '\\' && !strings.HasPrefix(l.rest[n:], "\\\n") {
			r, size := unescapeCSS(l.rest[n:])
			name.WriteRune(r)
			n += size
			continue
		}
		if !isNameByte(c) {
			break
		}
		name.WriteByte(c)
		n++
	}
	return l.emit(cssIdent, n, strings.ToLower(name.String()))
}

// unescapeCSS reads the escape that s begins with (CSS Syntax, 4.3.7).
func unescapeCSS(s string) (r rune, size int) {
	n := 1
	for n < len(s) && n <= 6 && isHexDigit(s[n]) {
		n++
	}
	if n == 1 {
		r, size = utf8.DecodeRuneInString(s[1:])
		return r, size + 1
	}
	value, err := strconv.ParseUint(s[1:n], 16, 32)
	if n < len(s) && isCSSSpace(s[n]) {
		n++
	}
	if r = rune(value); err != nil || r == 0 || !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return r, n
}

func isCSSSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

func isNameByte(c byte) bool {
	return c == '-' || c == '_' || isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

// startsIdent reports whether an identifier begins here. It is more generous
// than the specification about hyphens, which only finds more names.
func startsIdent(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == '\\' {
		return !strings.HasPrefix(s, "\\\n")
	}
	return isNameByte(s[0]) && !isDigit(s[0]) && s != "-"
}

func startsNumber(s string) bool {
	s = strings.TrimLeft(s[:1], "+-.") + s[1:]
	return s != "" && isDigit(s[0])
}
