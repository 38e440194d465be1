package rule_test

import (
	"fmt"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Pages whose names stand for themselves count together, from twenty on.
func TestAFolderThatFailsIsABurst(t *testing.T) {
	for name, c := range map[string]struct{ pages, failing, want int }{
		"a third of a folder":     {30, 10, 1},
		"a tenth of a folder":     {30, 3, 0},
		"a folder with few pages": {10, 9, 0},
	} {
		f := &rule.Facts{Verdicts: map[string]rule.Verdict{}}
		var all []*crawl.Resource
		for i := range c.pages {
			word := string(rune('a'+i%26)) + string(rune('a'+i/26))
			a := addressOf(t, fmt.Sprintf("https://shop.example/guide/about-%s.html", word))
			r := &crawl.Resource{Address: a, Roles: []crawl.Role{crawl.RoleLink}, Exchange: answered(a, 200)}
			if i < c.failing {
				r.Exchange = answered(a, 500)
				f.Verdicts[a.Key] = rule.Verdict{Second: r.Exchange, Agrees: true}
			}
			all = append(all, r)
		}
		f.Site = crawl.NewSite(all...)
		check, _ := rule.Lookup("status-500-burst")
		hits := check.Find(f)
		if len(hits) != c.want {
			t.Errorf("%s: %d hits, want %d", name, len(hits), c.want)
		} else if c.want > 0 && (hits[0].Template != "/guide/{s}.html" || hits[0].Count != c.failing || len(hits[0].Examples) != 5) {
			t.Errorf("%s: %+v", name, hits[0])
		}
	}
}
