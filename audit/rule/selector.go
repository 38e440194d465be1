package rule

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Selector names some checks of the catalogue: one by its id, several by a glob
// over ids ("soft404-*") or by their group ("group:F").
type Selector struct {
	text  string
	group string // empty: by id
}

// ParseSelector reads a selector. The error names the nearest id when no check
// of the catalogue, built or not, is meant.
func ParseSelector(text string) (Selector, error) {
	if letter, ok := strings.CutPrefix(text, "group:"); ok {
		groups := Groups()
		if !slices.Contains(groups, letter) {
			return Selector{}, fmt.Errorf("unknown group %q: use one of %s", letter, strings.Join(groups, ", "))
		}
		return Selector{text: text, group: letter}, nil
	}
	if text == "" {
		return Selector{}, errors.New("a check is missing: use an id, a glob such as soft404-*, or group:F")
	}
	if _, err := path.Match(text, ""); err != nil {
		return Selector{}, fmt.Errorf("glob %q: %w", text, err)
	}
	s := Selector{text: text}
	if !slices.ContainsFunc(knownIDs(), s.matchesID) {
		return Selector{}, fmt.Errorf("unknown check %q%s", text, Nearest(text, knownIDs()))
	}
	return s, nil
}

// ParseSelectors reads several selectors and reports all mistakes at once.
func ParseSelectors(texts []string) ([]Selector, error) {
	var out []Selector
	var wrong []error
	for _, text := range texts {
		s, err := ParseSelector(text)
		out, wrong = append(out, s), append(wrong, err)
	}
	return out, errors.Join(wrong...)
}

// String gives the selector as it was written.
func (s Selector) String() string { return s.text }

// Matches reports that a check is meant.
func (s Selector) Matches(id, group string) bool {
	if s.group != "" {
		return s.group == group
	}
	return s.matchesID(id)
}

func (s Selector) matchesID(id string) bool {
	ok, err := path.Match(s.text, id)
	return ok && err == nil
}

// Groups lists the letters of the catalogue.
func Groups() []string {
	var letters []string
	for _, c := range All() {
		letters = append(letters, c.Group)
	}
	slices.Sort(letters)
	return slices.Compact(letters)
}

// knownIDs are the ids of all checks, also of those that cannot run yet.
func knownIDs() []string {
	var ids []string
	for _, c := range All() {
		ids = append(ids, c.ID)
	}
	for _, s := range NotBuilt() {
		ids = append(ids, s.ID)
	}
	return ids
}
