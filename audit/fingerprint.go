package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// fingerprints identify a finding over runs: neither time, scheme, query
// values nor the order of discovery count. The first tells addresses apart, the
// second only their templates.
func fingerprints(c rule.Check, a crawl.Address, outcome, discriminator string) (own, group string) {
	path, query, _ := strings.Cut(a.PathQuery(), "?")
	lexical := rule.PathTemplate(path)
	if c.Unit == rule.PerTemplate && strings.HasPrefix(c.ID, "soft404-probe") {
		lexical = dirOf(path) // the made-up name is new in each run
	}
	if c.Unit == rule.PerErrorPage {
		lexical, query = "/", "" // a design is the site's; which address shows it first is chance
	}
	if c.Unit != rule.PerURL {
		path = lexical
	}
	own = fingerprint(c.ID, a.Host, path, queryKeys(query), outcome, discriminator)
	group = fingerprint(c.ID, a.Host, lexical, "", outcome, discriminator)
	return own, group
}

func fingerprint(fields ...string) string {
	sum := sha256.Sum256([]byte("signpost-finding-v1\n" + strings.Join(fields, "\n")))
	return hex.EncodeToString(sum[:16])
}

func dirOf(path string) string { return path[:strings.LastIndexByte(path, '/')+1] }

func queryKeys(query string) string {
	if query == "" {
		return ""
	}
	var keys []string
	for pair := range strings.SplitSeq(query, "&") {
		key, _, _ := strings.Cut(pair, "=")
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return strings.Join(keys, "&")
}
