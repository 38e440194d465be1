package rule

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// namedPairs splits a query of at least two parameters, each with a name of its
// own, none of which looks like a signature.
func namedPairs(a crawl.Address) ([]string, bool) {
	_, query, _ := strings.Cut(a.PathQuery(), "?")
	pairs := strings.Split(query, "&")
	names := map[string]bool{}
	for _, pair := range pairs {
		name, _, found := strings.Cut(pair, "=")
		if name == "" || !found || names[name] || strings.ContainsAny(name, "[]%") || finds(signed, strings.ToLower(name)) {
			return nil, false
		}
		names[name] = true
	}
	return pairs, len(pairs) > 1
}
