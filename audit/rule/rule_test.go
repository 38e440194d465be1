package rule_test

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

func TestTheCatalogueIsComplete(t *testing.T) {
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, c := range rule.All() {
		switch {
		case !id.MatchString(c.ID) || seen[c.ID]:
			t.Errorf("id %q is malformed or taken", c.ID)
		case c.Title == "" || c.Why == "" || c.Fix == "" || len(c.Docs) == 0 || c.Find == nil || c.Unit == "" || c.Group == "":
			t.Errorf("%s is not complete", c.ID)
		case c.Severity.Rank() > 2 || c.Class < 1 || c.Class > 5:
			t.Errorf("%s has the severity %q and the class %d", c.ID, c.Severity, c.Class)
		}
		seen[c.ID] = true
		for _, doc := range c.Docs {
			if !strings.HasPrefix(doc, "https://") {
				t.Errorf("%s cites %q", c.ID, doc)
			}
		}
	}
	for _, c := range rule.All() {
		for _, lesser := range append(c.Over, c.OverAll...) {
			if !seen[lesser] {
				t.Errorf("%s gives way to an unknown id %s", lesser, c.ID)
			}
		}
	}
	for _, s := range rule.NotBuilt() {
		if seen[s.ID] {
			t.Errorf("%s is said not to be built, and is", s.ID)
		}
	}
}

func TestTheCatalogueIsSortedByGroupThenByUse(t *testing.T) {
	sorted := slices.IsSortedFunc(rule.All(), func(a, b rule.Check) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Class, b.Class))
	})
	if !sorted {
		t.Error("groups or classes are mixed")
	}
}

func TestWhatWasSkippedIsNoFinding(t *testing.T) {
	if hits := found(t, "check-skipped", nil, &crawl.Exchange{Status: 500, Header: http.Header{}}); len(hits) > 0 {
		t.Errorf("found %v", hits)
	}
}

// found runs one check over one answer to a linked address.
func found(t *testing.T, id string, hosts []crawl.HostStats, x *crawl.Exchange) []rule.Hit {
	t.Helper()
	c, ok := rule.Lookup(id)
	if !ok {
		t.Fatalf("no check %s", id)
	}
	a, err := crawl.ParseAddress("https://shop.example/a")
	if err != nil {
		t.Fatal(err)
	}
	r := &crawl.Resource{Address: a, Exchange: x, Roles: []crawl.Role{crawl.RoleLink}}
	return c.Find(&rule.Facts{Site: crawl.NewSite(r), Hosts: hosts})
}

func TestAnswers429OweATime(t *testing.T) {
	for value, want := range map[string]int{"": 1, "5": 0} {
		x := &crawl.Exchange{Status: 429, Header: http.Header{}, At: time.Now()}
		if value != "" {
			x.Header.Set("Retry-After", value)
		}
		if hits := found(t, "retry-after-missing-429", nil, x); len(hits) != want {
			t.Errorf("Retry-After %q: %d hits, want %d", value, len(hits), want)
		}
	}
}

func TestOnlyRefusalsOfASlowCrawlerAreAFault(t *testing.T) {
	for slow, want := range map[int]int{0: 0, 1: 1} {
		x := &crawl.Exchange{Status: 429, Header: http.Header{}}
		hosts := []crawl.HostStats{{Host: "shop.example", Refusals: 9, SlowRefusals: slow}}
		if hits := found(t, "rate-limited-crawler", hosts, x); len(hits) != want {
			t.Errorf("%d slow refusals: %d hits, want %d", slow, len(hits), want)
		}
		if hits := found(t, "link-4xx", hosts, x); len(hits) != 0 {
			t.Error("a rate limit was called a broken link")
		}
	}
}

func TestNothingIsAccusedWithoutASecondAnswer(t *testing.T) {
	for _, code := range []string{"link-4xx", "status-409-on-get", "link-5xx"} {
		for _, x := range []*crawl.Exchange{{Status: 404, Header: http.Header{}}, {Status: 409, Header: http.Header{}}, {Status: 500, Header: http.Header{}}} {
			if hits := found(t, code, nil, x); len(hits) != 0 {
				t.Errorf("%s accuses %s by one answer", code, x.Status)
			}
		}
	}
}

func TestTemplatesAreTheShapeOfAnAddress(t *testing.T) {
	for path, want := range map[string]string{
		"/products/17": "/products/{n}",
		"/p/550e8400-e29b-41d4-a716-446655440000/": "/p/{uuid}/",
		"/blog/2026/11/24/title":                   "/blog/{date}/title",
		"/on/2026-11-24":                           "/on/{date}",
		"/c/deadbeef01":                            "/c/{hex}",
		"/c/facade":                                "/c/facade",
		"/t/AbCdEfGh12345678":                      "/t/{token}",
		"/shoe-12.html":                            "/{slug}-{n}.html",
		"/about":                                   "/about",
		"/":                                        "/",
	} {
		if got := rule.PathTemplate(path); got != want {
			t.Errorf("PathTemplate(%q) = %q, want %q", path, got, want)
		}
	}
	a, err := crawl.ParseAddress("https://shop.example/list?page=2&by=name")
	if err != nil {
		t.Fatal(err)
	}
	if got := rule.Template(a); got != "/list?by&page" {
		t.Errorf("Template = %q", got)
	}
}

func TestInternalsAreSeenAndAnArticleIsNot(t *testing.T) {
	for body, leaks := range map[string]bool{
		"at com.shop.Cart.add(Cart.java:17)":                            true,
		"    at Object.<anonymous> (/srv/app/server.js:10:15)":          true,
		"goroutine 1 [running]:":                                        true,
		"SQLSTATE[42S02]: Base table or view not found":                 true,
		"<b>Fatal error</b>: x in <b>/a.php</b> on line <b>3</b>":       true,
		"app.rb:17:in `call'":                                           true,
		"<p>The page /var/www is our folder of news at the station</p>": false,
		"<p>Look at the fatal errors of history.</p>":                   false,
	} {
		x := &crawl.Exchange{Status: 500, Header: http.Header{}, Body: []byte(body)}
		if got := rule.ReadErrorPage(crawl.Visit{Exchange: x}).Leak != ""; got != leaks {
			t.Errorf("%q leaks = %v, want %v", body, got, leaks)
		}
	}
}

func TestOnlyOverHTTP2IsA421AWord(t *testing.T) {
	for proto, want := range map[string]int{"HTTP/2.0": 1, "HTTP/1.1": 0} {
		a, err := crawl.ParseAddress("https://shop.example/a")
		if err != nil {
			t.Fatal(err)
		}
		x := &crawl.Exchange{Address: a, Status: 421, Proto: proto, Header: http.Header{}}
		r := &crawl.Resource{Address: a, Exchange: x, Roles: []crawl.Role{crawl.RoleLink}}
		verdicts := map[string]rule.Verdict{a.Key: {Second: x, Agrees: true}}
		if hits := judge(t, "status-421", &rule.Facts{Site: crawl.NewSite(r), Verdicts: verdicts}); len(hits) != want {
			t.Errorf("421 over %s: %d hits, want %d", proto, len(hits), want)
		}
	}
}
