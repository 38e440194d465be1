package handlers

import (
	"net/http"
	"strings"
)

// wordSet is a read-only set of words.
type wordSet map[string]struct{}

// newWordSet makes a set of the words in a list separated by white space.
func newWordSet(list string) wordSet {
	set := wordSet{}
	for word := range strings.FieldsSeq(list) {
		set[word] = struct{}{}
	}
	return set
}

func (s wordSet) has(word string) bool {
	_, ok := s[word]
	return ok
}

// hasAny reports whether one of the fields is present. The names are canonical.
func hasAny(h http.Header, names []string) bool {
	for _, name := range names {
		if _, ok := h[name]; ok {
			return true
		}
	}
	return false
}

// mediaType returns the type of a Content-Type value, without parameters, in
// lower case.
func mediaType(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(trimSpace(t))
}

// hasToken reports whether one of the lines of a list field holds the token.
func hasToken(lines []string, token string) bool {
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(trimSpace(member), token) {
				return true
			}
		}
	}
	return false
}
