package gate

import "strings"

// entityTag is one validator (RFC 9110 section 8.8.3).
type entityTag struct {
	weak   bool
	opaque string // with its quotation marks
}

// maxTags bounds how many members of a list are read.
const maxTags = 64

// parseTag reads one entity tag at the start of s and returns what follows.
func parseTag(s string) (tag entityTag, rest string, ok bool) {
	if after, weak := strings.CutPrefix(s, "W/"); weak {
		tag.weak, s = true, after
	}
	if s == "" || s[0] != '"' {
		return entityTag{}, s, false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			tag.opaque = s[:i+1]
			return tag, s[i+1:], true
		case c < '!' || c == 0x7f:
			return entityTag{}, s, false
		}
	}
	return entityTag{}, s, false
}

// tagList is an If-Match or If-None-Match field.
type tagList struct {
	any  bool // *
	tags []entityTag
}

// parseTags reads all lines of a field; false: it is malformed.
func parseTags(lines []string) (tagList, bool) {
	s := strings.Trim(strings.Join(lines, ","), " \t")
	if s == "*" {
		return tagList{any: true}, true
	}
	var list tagList
	for s != "" && len(list.tags) < maxTags {
		if s[0] == ',' || s[0] == ' ' || s[0] == '\t' {
			s = s[1:]
			continue
		}
		tag, rest, ok := parseTag(s)
		rest = strings.TrimLeft(rest, " \t")
		if !ok || rest != "" && rest[0] != ',' {
			return tagList{}, false
		}
		list.tags, s = append(list.tags, tag), rest
	}
	return list, len(list.tags) > 0
}

// has compares strongly for If-Match and weakly for If-None-Match (RFC 9110
// section 8.8.3.2).
func (l tagList) has(current entityTag, strong bool) bool {
	for _, t := range l.tags {
		if t.opaque == current.opaque && !(strong && (t.weak || current.weak)) {
			return true
		}
	}
	return false
}
