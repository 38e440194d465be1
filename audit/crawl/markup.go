package crawl

import "strings"

// markup cuts an HTML document into tags and texts, as the tokenizer of the
// HTML standard does, and allocates nothing: all that it hands out are parts of
// the document. It leaves entities, character case of attribute names and the
// tree to its callers.
type markup struct {
	src  string
	pos  int
	name string // of the tag, lower case
	attr string // what stands between the name and the end of the tag
	id   string // of the tag, entities untouched
	text string // of a text
	raw  string // element whose inside is text; empty: none
	self bool   // the tag ends in a slash
	bare bool   // the text has no entities: that of a script or style
}

type markupKind int

const (
	markupEnd markupKind = iota
	markupText
	markupStart
	markupClose
)

// rawElements hold no tags but their own end. Noscript is none of them: its
// content counts where no script runs.
var rawElements = map[string]bool{
	"iframe": true, "noembed": true, "noframes": true, "plaintext": true, "script": true,
	"style": true, "title": true, "textarea": true, "xmp": true,
}

// next moves to the next tag or text. Comments and declarations are left out.
func (m *markup) next() markupKind {
	if m.raw != "" {
		m.bare = m.raw != "title" && m.raw != "textarea"
		if m.text = m.rawText(); m.text != "" {
			return markupText
		}
	}
	m.bare = false
	for m.pos < len(m.src) {
		start := m.pos
		end := m.tagAt(start)
		if end < 0 {
			m.text, m.pos = m.src[start:], len(m.src)
			return markupText
		}
		if end > start {
			m.text, m.pos = m.src[start:end], end
			return markupText
		}
		if kind := m.tag(); kind != markupEnd {
			return kind
		}
	}
	return markupEnd
}

// tagAt finds the next place where something other than text begins.
func (m *markup) tagAt(from int) int {
	for i := from; ; {
		at := strings.IndexByte(m.src[i:], '<')
		if at < 0 || i+at+1 >= len(m.src) {
			return -1
		}
		i += at
		c := m.src[i+1]
		if isLetter(c) || c == '!' || c == '?' || c == '/' && i+2 < len(m.src) {
			return i
		}
		i++
	}
}

// tag reads what begins at a less-than sign. It returns markupEnd for what is
// neither a start nor an end tag.
func (m *markup) tag() markupKind {
	switch c := m.src[m.pos+1]; {
	case c == '!':
		m.declaration()
		return markupEnd
	case c == '?':
		m.skipBehind(m.pos+2, ">")
		return markupEnd
	case c == '/':
		return m.endTag()
	}
	if !m.inside(m.pos + 1) {
		return markupEnd
	}
	if rawElements[m.name] {
		m.raw = m.name
	}
	return markupStart
}

func (m *markup) endTag() markupKind {
	at := m.pos + 2
	switch {
	case m.src[at] == '>':
		m.pos = at + 1
	case !isLetter(m.src[at]):
		m.skipBehind(at, ">")
	case m.inside(at):
		return markupClose
	}
	return markupEnd
}

// declaration skips a comment, a doctype or what else begins with <!.
func (m *markup) declaration() {
	at := m.pos + 2
	if !strings.HasPrefix(m.src[at:], "--") {
		m.skipBehind(at, ">")
		return
	}
	at += 2
	for _, short := range []string{">", "->"} {
		if strings.HasPrefix(m.src[at:], short) {
			m.pos = at + len(short)
			return
		}
	}
	for {
		dashes := strings.Index(m.src[at:], "--")
		if dashes < 0 {
			m.pos = len(m.src)
			return
		}
		at += dashes + 2
		rest := strings.TrimLeft(m.src[at:], "-")
		at = len(m.src) - len(rest)
		for _, end := range []string{">", "!>"} {
			if strings.HasPrefix(rest, end) {
				m.pos = at + len(end)
				return
			}
		}
	}
}

func (m *markup) skipBehind(from int, end string) {
	at := strings.Index(m.src[from:], end)
	if at < 0 {
		m.pos = len(m.src)
		return
	}
	m.pos = from + at + len(end)
}

// inside reads name and attributes of a tag. It returns false for a tag that
// the document ends in: such a tag is none.
func (m *markup) inside(from int) bool {
	i := from
	for i < len(m.src) && !isSpace(m.src[i]) && m.src[i] != '/' && m.src[i] != '>' {
		i++
	}
	m.name = lower(m.src[from:i])
	a := attributes{src: m.src, pos: i}
	m.id = ""
	for a.next() {
		if len(a.name) == 2 && m.id == "" && a.name[0]|0x20 == 'i' && a.name[1]|0x20 == 'd' {
			m.id = a.value
		}
	}
	if a.pos >= len(m.src) {
		m.pos = len(m.src)
		return false
	}
	m.attr, m.self = m.src[i:a.pos], a.self
	m.pos = a.pos + 1
	return true
}

// rawText reads the inside of a raw element, up to its end tag.
func (m *markup) rawText() string {
	name, from := m.raw, m.pos
	m.raw = ""
	if name == "plaintext" {
		m.pos = len(m.src)
		return m.src[from:]
	}
	if name == "script" {
		m.pos = scriptEnd(m.src, from)
	} else {
		m.pos = closingTag(m.src, from, name)
	}
	return m.src[from:m.pos]
}

// closingTag finds the end tag of an element; the end of the document when
// there is none.
func closingTag(src string, from int, name string) int {
	for i := from; ; i += 2 {
		at := strings.Index(src[i:], "</")
		if at < 0 {
			return len(src)
		}
		i += at
		if tagNamed(src[i+2:], name) {
			return i
		}
	}
}

// tagNamed reports that a tag of this name begins here.
func tagNamed(rest, name string) bool {
	n := len(name)
	return len(rest) > n && strings.EqualFold(rest[:n], name) && (isSpace(rest[n]) || rest[n] == '/' || rest[n] == '>')
}

// scriptEnd finds the end of a script. Within a comment that holds the start of
// another script, an end tag ends that one (HTML standard, "script data double
// escaped state").
func scriptEnd(src string, from int) int {
	comment, double := false, false
	for i := from; i < len(src); i++ {
		rest := src[i:]
		switch {
		case !comment && strings.HasPrefix(rest, "<!--"):
			comment = true
			i++ // its dashes may be those of the end
		case comment && strings.HasPrefix(rest, "-->"):
			comment, double = false, false
		case rest[0] != '<':
		case len(rest) > 1 && rest[1] == '/' && tagNamed(rest[2:], "script"):
			if !double {
				return i
			}
			double = false
		case comment && !double && tagNamed(rest[1:], "script"):
			double = true
		}
	}
	return len(src)
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// lower is strings.ToLower for ASCII, without a copy where none is needed.
func lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return asciiLower(s)
		}
	}
	return s
}

func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}
