package problem

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// parseJSON reads text as JSON into a tree in document order. It is false for
// what is no JSON. Text that ends in the middle of a document is read as far as
// it goes, without its last, cut value: only the first bytes of a body are
// held. encoding/json does neither that nor order without several allocations
// for each token.
func parseJSON(text string) (tree, bool) {
	s := jsonScanner{text: text}
	s.tree.nodes = make([]node, 0, 32)
	ok := s.document()
	return s.tree, ok && len(s.tree.nodes) > 0
}

// parseQuoted walks a JSON document that stands in a string of t.
func parseQuoted(t *tree, at int) {
	n := t.nodes[at]
	s := jsonScanner{text: n.value, quoted: true}
	s.tree.nodes = t.nodes
	s.open = append(s.open, frame{node: at})
	if s.value("") && s.rest() {
		t.nodes = s.tree.nodes
		t.nodes[at].typ = isObject
	}
}

type frame struct {
	node    int // in the tree; -1: not recorded
	isArray bool
	items   int
}

type jsonScanner struct {
	text   string
	pos    int
	tree   tree
	open   []frame
	quoted bool
	cut    bool // the text ended too early
}

// document reads the top value. A second object behind the first (JSON lines)
// is forgiven, other text behind it is not.
func (s *jsonScanner) document() bool {
	if !s.value("") {
		return s.cut
	}
	s.tree.complete = true
	return s.rest()
}

func (s *jsonScanner) rest() bool {
	c, more := s.peek()
	return !more || c == '{' && s.pos > 0
}

// value reads one value, and everything inside it without recursion.
func (s *jsonScanner) value(key string) bool {
	base := len(s.open)
	for {
		if !s.one(key) {
			return false
		}
		for {
			if len(s.open) == base {
				return true
			}
			var next bool
			if key, next = s.following(); next {
				break
			}
			if s.cut || s.pos < 0 {
				return false
			}
		}
	}
}

// one reads a scalar or the opening of a container.
func (s *jsonScanner) one(key string) bool {
	c, ok := s.peek()
	if !ok {
		s.cut = true
		return false
	}
	switch c {
	case '{', '[':
		if len(s.open) >= maxNesting {
			s.cut = true // what is behind so much depth is not read
			return false
		}
		s.pos++
		typ := isObject
		if c == '[' {
			typ = isArray
		}
		s.open = append(s.open, frame{node: s.record(key, "", typ), isArray: c == '['})
		return true
	case '"':
		value, ok := s.str()
		if ok {
			s.record(key, value, isString)
		}
		return ok
	}
	return s.literal(key)
}

// following reads what stands between two values and returns the key of the
// next one. Without a next value the innermost container was closed, or, with
// pos < 0, the text is no JSON.
func (s *jsonScanner) following() (key string, next bool) {
	top := &s.open[len(s.open)-1]
	closer := byte('}')
	if top.isArray {
		closer = ']'
	}
	c, ok := s.peek()
	switch {
	case !ok:
		s.cut = true
		return "", false
	case c == closer:
		s.pos++
		s.open = s.open[:len(s.open)-1]
		return "", false
	case top.items > 0 && c != ',':
		return s.fail()
	case top.items > 0:
		s.pos++
	}
	top.items++
	if top.isArray {
		return "", true
	}
	return s.name()
}

func (s *jsonScanner) name() (key string, ok bool) {
	c, more := s.peek()
	if more && c != '"' {
		return s.fail()
	}
	if !more {
		s.cut = true
		return "", false
	}
	if key, ok = s.str(); !ok {
		return "", false
	}
	c, more = s.peek()
	if !more {
		s.cut = true
		return "", false
	}
	if c != ':' {
		return s.fail()
	}
	s.pos++
	return key, true
}

func (s *jsonScanner) fail() (string, bool) {
	s.pos = -1
	return "", false
}

// record adds a node unless a limit forbids it.
func (s *jsonScanner) record(key, value string, typ nodeType) int {
	n := node{parent: -1, key: snake(key), name: key, value: value, typ: typ, depth: len(s.open), quoted: s.quoted}
	if len(s.open) > 0 {
		top := s.open[len(s.open)-1]
		if top.node < 0 || len(s.open) > maxDepth || top.isArray && top.items > maxItems {
			return -1
		}
		n.parent = top.node
		n.depth = s.tree.nodes[top.node].depth + 1
	}
	return s.tree.add(n)
}

func (s *jsonScanner) peek() (byte, bool) {
	for ; s.pos >= 0 && s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c, true
		}
	}
	return 0, false
}

// literal reads a number, true, false or null.
func (s *jsonScanner) literal(key string) bool {
	start := s.pos
	for s.pos < len(s.text) && isLiteralByte(s.text[s.pos]) {
		s.pos++
	}
	word := s.text[start:s.pos]
	if s.pos == len(s.text) && len(s.open) > 0 {
		s.cut = true // the number may go on
		return false
	}
	switch {
	case word == "null":
		s.record(key, "", isNull)
	case word == "true" || word == "false" || isNumeral(word):
		s.record(key, word, isNumber)
	default:
		s.pos = -1
		return false
	}
	return true
}

func isLiteralByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'E'
}

func isNumeral(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits != "" && digits[0] >= '0' && digits[0] <= '9' && strings.Trim(digits, "0123456789.eE+-") == ""
}

// str reads a string. Line breaks inside it are forgiven, as they stand in the
// wild; a wrong escape becomes a replacement character.
func (s *jsonScanner) str() (string, bool) {
	start := s.pos + 1
	for i := start; i < len(s.text); i++ {
		switch s.text[i] {
		case '"':
			s.pos = i + 1
			return s.text[start:i], true
		case '\\':
			return s.escaped(start, i)
		}
	}
	s.cut = true
	return "", false
}

// escaped reads on from the first backslash of a string that began at start.
func (s *jsonScanner) escaped(start, i int) (string, bool) {
	var b strings.Builder
	b.WriteString(s.text[start:i])
	for i < len(s.text) {
		c := s.text[i]
		switch {
		case c == '"':
			s.pos = i + 1
			return b.String(), true
		case c != '\\':
			b.WriteByte(c)
			i++
		case i+1 < len(s.text) && s.text[i+1] == 'u':
			r, n := unicodeEscape(s.text[i:])
			b.WriteRune(r)
			i += n
		default:
			r, n := utf8.DecodeRuneInString(s.text[i+1:])
			if n > 0 {
				b.WriteString(simpleEscape(r))
			}
			i += 1 + n
		}
	}
	s.cut = true
	return "", false
}

func simpleEscape(c rune) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case 'b', 'f':
		return " "
	case '"', '\\', '/':
		return string(c)
	}
	return string(utf8.RuneError)
}

// unicodeEscape reads \uXXXX, or two of them that are a surrogate pair, and
// returns how many bytes it took.
func unicodeEscape(s string) (rune, int) {
	r, ok := hex4(s)
	if !ok {
		return utf8.RuneError, min(2, len(s))
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if low, ok := hex4(s[6:]); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

func hex4(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range []byte(s[2:6]) {
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if c >= '0' && c <= '9' {
			digit = int(c - '0')
		}
		if digit < 0 {
			return 0, false
		}
		r = r<<4 | rune(digit)
	}
	return r, true
}
