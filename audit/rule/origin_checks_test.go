package rule_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

func addressOf(t *testing.T, raw string) crawl.Address {
	t.Helper()
	a, err := crawl.ParseAddress(raw)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func answered(a crawl.Address, code status.Code) *crawl.Exchange {
	return &crawl.Exchange{Address: a, Status: code, Header: http.Header{}, Size: 9, Hash: "same"}
}

func TestTheOtherNamesOfASiteAreJudged(t *testing.T) {
	for _, c := range []struct {
		id, asked string
		kind      rule.TrialKind
		code      status.Code
		want      int
	}{
		{"http-to-https", "http://shop.example/", rule.TrialHTTP, 200, 1},
		{"http-to-https", "http://shop.example/", rule.TrialHTTP, 404, 0},
		{"www-apex", "https://www.shop.example/", rule.TrialTwin, 200, 1},
		{"www-apex", "https://www.shop.example/", rule.TrialTwin, 301, 0},
		{"www-apex", "https://www.shop.example/", rule.TrialTwin, 500, 1},
	} {
		home, asked := addressOf(t, "https://shop.example/"), addressOf(t, c.asked)
		site := crawl.NewSite(&crawl.Resource{Address: home, Exchange: answered(home, 200)})
		x := answered(asked, c.code)
		f := &rule.Facts{Site: site, Trials: []rule.Trial{{Kind: c.kind, Of: home, Asked: asked, Hops: []*crawl.Exchange{x}, Again: x}}}
		check, _ := rule.Lookup(c.id)
		if hits := check.Find(f); len(hits) != c.want {
			t.Errorf("%s with %s: %d hits, want %d", c.id, c.code, len(hits), c.want)
		}
	}
}

func TestARedirectFromHTTPSToHTTPIsAFault(t *testing.T) {
	for target, want := range map[string]int{"http://shop.example/b": 1, "https://shop.example/b": 0} {
		a := addressOf(t, "https://shop.example/a")
		r := &crawl.Resource{Address: a, Exchange: answered(a, 301), To: addressOf(t, target), Roles: []crawl.Role{crawl.RoleLink}}
		check, _ := rule.Lookup("redirect-downgrade")
		if hits := check.Find(&rule.Facts{Site: crawl.NewSite(r)}); len(hits) != want {
			t.Errorf("to %s: %d hits, want %d", target, len(hits), want)
		}
	}
}

func TestASpaceIsEndlessWhenMoreIsLeftThanAThousandPagesBroughtToLight(t *testing.T) {
	for left, want := range map[int]int{1100: 1, 900: 0} {
		var all []*crawl.Resource
		for i := range 1000 + left {
			a := addressOf(t, fmt.Sprintf("https://shop.example/day/%d", i))
			r := &crawl.Resource{Address: a, Roles: []crawl.Role{crawl.RoleLink}}
			if i < 1000 {
				r.Exchange, r.Page = answered(a, 200), &crawl.Page{}
			}
			all = append(all, r)
		}
		f := &rule.Facts{Site: crawl.NewSite(all...), Limits: []rule.Limit{{Name: "urls"}}}
		check, _ := rule.Lookup("infinite-space")
		if hits := check.Find(f); len(hits) != want {
			t.Errorf("%d left: %d hits, want %d", left, len(hits), want)
		}
	}
}
