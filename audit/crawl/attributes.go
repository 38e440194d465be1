package crawl

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// attributes goes through those of one tag.
type attributes struct {
	src   string
	pos   int
	name  string // as written
	value string // entities untouched
	self  bool   // a slash stands before the end of the tag
}

// next moves to the next attribute. When it returns false, pos is at the end
// of the tag or of the document.
func (a *attributes) next() bool {
	a.self = false
	for a.pos < len(a.src) && (isSpace(a.src[a.pos]) || a.src[a.pos] == '/') {
		a.self = a.src[a.pos] == '/'
		a.pos++
	}
	if a.pos >= len(a.src) || a.src[a.pos] == '>' {
		return false
	}
	start := a.pos
	a.pos++ // an equals sign here belongs to the name
	for a.pos < len(a.src) && !isSpace(a.src[a.pos]) && !strings.Contains("/>=", a.src[a.pos:a.pos+1]) {
		a.pos++
	}
	a.name, a.value = a.src[start:a.pos], ""
	a.readValue()
	return true
}

func (a *attributes) readValue() {
	at := a.pos
	for at < len(a.src) && isSpace(a.src[at]) {
		at++
	}
	if at >= len(a.src) || a.src[at] != '=' {
		a.pos = at
		return
	}
	for at++; at < len(a.src) && isSpace(a.src[at]); at++ {
	}
	if at >= len(a.src) {
		a.pos = at
		return
	}
	if quote := a.src[at]; quote == '"' || quote == '\'' {
		end := strings.IndexByte(a.src[at+1:], quote)
		if end < 0 {
			a.pos = len(a.src)
			return
		}
		a.value, a.pos = a.src[at+1:at+1+end], at+end+2
		return
	}
	start := at
	for at < len(a.src) && !isSpace(a.src[at]) && a.src[at] != '>' {
		at++
	}
	a.value, a.pos = a.src[start:at], at
}

// readAttributes lists those of a tag with entities decoded. Of two with one
// name the first counts.
func readAttributes(tag string) []html.Attribute {
	var list []html.Attribute
	a := attributes{src: tag}
	for a.next() {
		key := lower(a.name)
		if !slices.ContainsFunc(list, func(known html.Attribute) bool { return known.Key == key }) {
			list = append(list, html.Attribute{Key: key, Val: decodeValue(a.value)})
		}
	}
	return list
}

// attributeNamed is the value of one attribute of a tag, without the list.
func attributeNamed(tag, name string) string {
	a := attributes{src: tag}
	for a.next() {
		if len(a.name) == len(name) && strings.EqualFold(a.name, name) {
			return decodeValue(a.value)
		}
	}
	return ""
}

// decodeValue decodes entities by the rules of attributes: one without
// semicolon stays where it could be the name of a parameter.
func decodeValue(s string) string {
	at := strings.IndexByte(s, '&')
	if at < 0 {
		return s
	}
	var b strings.Builder
	for ; at >= 0; at = strings.IndexByte(s, '&') {
		b.WriteString(s[:at])
		s = s[at:]
		n := entityLength(s)
		entity := s[:n]
		s = s[n:]
		if decoded := html.UnescapeString(entity); isWhole(entity, decoded, s) {
			entity = decoded
		}
		b.WriteString(entity)
	}
	b.WriteString(s)
	return b.String()
}

// entityLength counts the bytes of what could be an entity, semicolon included.
func entityLength(s string) int {
	i := 1
	if i < len(s) && s[i] == '#' {
		i++
	}
	for i < len(s) && (isLetter(s[i]) || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return i
}

// isWhole reports that an entity was decoded as a whole, not just the start of
// a longer word.
func isWhole(entity, decoded, rest string) bool {
	switch {
	case strings.HasPrefix(entity, "&#"):
		return true
	case strings.HasSuffix(entity, ";"):
		return utf8.RuneCountInString(decoded) <= 2
	case strings.HasPrefix(rest, "="):
		return false
	}
	return utf8.RuneCountInString(decoded) == 1
}
