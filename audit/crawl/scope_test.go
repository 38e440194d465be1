package crawl_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestScopesAndPatterns(t *testing.T) {
	seeds := []crawl.Address{parse(t, "https://www.shop.example/en/start?x")}
	for _, c := range []struct {
		kind             string
		include, exclude string
		address          string
		want             bool
	}{
		{crawl.ScopeDomain, "", "", "https://blog.shop.example/", true},
		{crawl.ScopeHost, "", "", "https://blog.shop.example/", false},
		{crawl.ScopeHost, "", "", "http://www.shop.example/de", true},
		{crawl.ScopePrefix, "", "", "https://www.shop.example/en/more", true},
		{crawl.ScopePrefix, "", "", "https://www.shop.example/de/", false},
		{crawl.ScopeList, "", "", "https://www.shop.example/en/start?x", true},
		{crawl.ScopeList, "", "", "https://www.shop.example/en/", false},
		{"", "/en/*", "", "https://www.shop.example/en/a/b?c", true},
		{"", "/en/*", "", "https://www.shop.example/de/en/", false},
		{"", "/en/*", "*.pdf", "https://www.shop.example/en/a.pdf", false},
		{"", "", "re:[?&]sort=", "https://www.shop.example/a?b&sort=c", false},
		{"", "/a.c", "", "https://www.shop.example/abc", false},
	} {
		s, err := crawl.NewScope(c.kind, seeds, strings.Fields(c.include), strings.Fields(c.exclude))
		if err != nil || s.Has(parse(t, c.address)) != c.want {
			t.Errorf("%+v: %v, error %v", c, !c.want, err)
		}
	}
	if _, err := crawl.NewScope("planet", seeds, []string{"re:("}, nil); err == nil {
		t.Error("a scope and an expression that are none were taken")
	}
}

func TestParametersThatMeanNothingAreDropped(t *testing.T) {
	f, err := crawl.NewParamFilter([]string{"utm_*", "sid"})
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		"https://a.example/?utm_x=1&b=2&sid=3&c": "https://a.example/?b=2&c", "https://a.example/p?sid=1": "https://a.example/p",
		"https://a.example/?side=1": "https://a.example/?side=1", "https://a.example/utm_x": "https://a.example/utm_x",
	} {
		if got := f.Apply(parse(t, from)); got.Key != want || got.Raw != want {
			t.Errorf("%s: %s, want %s", from, got.Key, want)
		}
	}
}

// A site too large for memory is read from a copy in its order, or from the
// journal where there is no room for one; nobody may notice.
func TestALargeSiteIsTheSameAsASmallOne(t *testing.T) {
	base, _ := serve(t, pages{
		"/": `<a href=/a>A</a><a href=/b>B</a><a href=/gone>G</a><img src=/a>`, "/a": `<title>A</title><a href=/gone>G</a>`, "/b": `<a href=/%61>A</a>`,
	})
	describe := func(held int, scratch string) (out []string) {
		s := newCrawler(t, base, func(o *crawl.Options) { o.HeldResources, o.Scratch = held, scratch }).Run(t.Context())
		for r := range s.All() {
			again := s.Resource(r.Address.Key)
			line := fmt.Sprint(r.Address, r.Exchange.Status, r.Depth, r.Total, r.Roles, again.Exchange.Header.Get("Content-Type"), len(s.Chain(again).Hops))
			if r.Exchange.Status != 200 {
				line += fmt.Sprint(again.Sources)
			}
			out = append(out, line)
		}
		return out
	}
	small := describe(0, "")
	if len(small) != 4 || !strings.Contains(small[3], "/gone") {
		t.Errorf("%d addresses: %q", len(small), small)
	}
	for _, scratch := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if diff := cmp.Diff(small, describe(1, scratch)); diff != "" {
			t.Errorf("with %s (-small +large):\n%s", scratch, diff)
		}
	}
}
