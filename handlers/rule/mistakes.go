package rule

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// report collects the mistakes of one rule.
type report struct {
	rule  string
	index int
	found []error
}

func (r *report) add(key, hint, format string, args ...any) {
	r.found = append(r.found, &Mistake{
		Rule: r.rule, Index: r.index, Key: key, Text: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// words checks that all entries are of a closed set.
func (r *report) words(key string, entries, known []string) {
	for _, e := range entries {
		if !slices.Contains(known, e) {
			r.add(key, "use "+strings.Join(known, ", "), "%q is not known here", e)
		}
	}
}

// wordGlobs compiles patterns for words.
func (r *report) wordGlobs(key string, patterns []string) []Glob {
	return r.globs(key, patterns, CompileWords)
}

func (r *report) globs(key string, patterns []string, compile func(string) (Glob, error)) []Glob {
	globs := make([]Glob, 0, len(patterns))
	for _, p := range patterns {
		g, err := compile(p)
		if err != nil {
			r.add(key, "", "%v", err)
			continue
		}
		globs = append(globs, g)
	}
	return globs
}

func joined(found []error) error {
	if len(found) == 0 {
		return nil
	}
	return errors.Join(found...)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
