package config

import (
	"slices"
)

// ownPages are the own errors that have a page. Read-only.
var ownPages = []string{
	"refused", "unreachable", "dns", "tls", "timeout", "reset", "protocol",
	"request", "slow-request", "large-request", "overload",
	"maintenance", "limit", "denied", "unknown-host", "internal",
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
