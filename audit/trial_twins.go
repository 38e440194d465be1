package audit

import (
	"net/url"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// planSuffixes puts a made-up name behind pages.
func planSuffixes(c crawled) []rule.Trial {
	return planTwinsOf(c, rule.TrialSuffix, func(path string) string {
		if strings.HasSuffix(path, "/") {
			return ""
		}
		return path + "/" + c.names[0]
	})
}

// planCases changes the case of one letter.
func planCases(c crawled) []rule.Trial {
	return planTwinsOf(c, rule.TrialCase, func(path string) string {
		at := strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/') + 1
		for i := at; i < len(path); i++ {
			switch c := path[i]; {
			case c == '%':
				i += 2
			case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
				return path[:i] + string(c^0x20) + path[i+1:]
			}
		}
		return ""
	})
}

// planTwinsOf makes one more address of a page of each kind of place; other
// gives its path, or nothing.
func planTwinsOf(c crawled, kind rule.TrialKind, other func(string) string) []rule.Trial {
	var out []rule.Trial
	seen := map[string]bool{}
	for _, r := range c.pages() {
		path := r.Address.Path()
		place := placeOf(r.Address)
		if r.Page == nil || path == "/" || seen[place] || strings.Contains(r.Address.PathQuery(), "?") {
			continue
		}
		twin := other(path)
		a, err := crawl.ParseAddress(r.Address.Origin() + twin)
		if twin == "" || err != nil {
			continue
		}
		seen[place] = true
		out = append(out, rule.Trial{Kind: kind, Of: r.Address, Asked: a})
	}
	return out
}

// planEchoes asks each root for a name that would be markup, in the path and in
// the query.
func planEchoes(c crawled) []rule.Trial {
	var out []rule.Trial
	for _, root := range rootsOf(c.site) {
		name := url.PathEscape(rule.EchoName(c.names[0]))
		name = strings.ReplaceAll(name, "'", "%27")
		a, err := crawl.ParseAddress(root + "/" + name + "?q=" + name)
		if err == nil {
			out = append(out, rule.Trial{Kind: rule.TrialEcho, Of: a, Asked: a})
		}
	}
	return out
}
