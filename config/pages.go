package config

import (
	"slices"

	"github.com/seed-3913a1bb/signpost/problem"
)

// ownPages are the own errors that have a page. Read-only.
var ownPages = []string{
	"refused", "unreachable", "dns", "tls", "timeout", "reset", "protocol", "overload",
	"maintenance", "limit", "denied", "unknown-host", "internal",
}

// rulePages are the words that a rule can name besides statuses.
func rulePages() []string {
	words := []string{"auto", "problem"}
	for _, cause := range problem.Causes() {
		words = append(words, string(cause))
	}
	return words
}

// isPage reports an error status or one of the words.
func isPage(name string, words []string) bool {
	var s Status
	return slices.Contains(words, name) || s.UnmarshalText([]byte(name)) == nil && s.IsError()
}

func pageHint(name string, words []string) string {
	if hint := didYouMean(name, words); hint != "" {
		return hint
	}
	return "use a status from 400 to 599, or " + orList(words)
}
