package rule_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// oddOn judges one link on a page of a site.
func oddOn(t *testing.T, seed, href, text string) bool {
	t.Helper()
	at, err := crawl.ParseAddress(seed)
	if err != nil {
		t.Fatal(err)
	}
	x := &crawl.Exchange{
		Address: at, Status: 200, Header: http.Header{"Content-Type": {"text/html"}},
		Body: fmt.Appendf(nil, `<!doctype html><title>A</title><p>Text</p><a href="%s">%s</a>`, href, text),
	}
	page := crawl.ParsePage(x)
	check, _ := rule.Lookup("malformed-href")
	f := &rule.Facts{Site: crawl.NewSite(&crawl.Resource{Address: at, Exchange: x, Page: page}), Seen: map[string]*rule.Observation{}}
	f.Site.Seeds = []crawl.Address{at}
	if o := rule.Observe(crawl.Visit{Exchange: x, Page: page}); o != nil {
		f.Seen[at.Key] = o
	}
	return len(check.Find(f)) == 1
}

func TestLinksThatNobodyMeantAreTold(t *testing.T) {
	for href, odd := range map[string]bool{
		"{{ page.url }}": true, "/shop/%7B%7Bid%7D%7D": true, "[object Object]": true, "htp://other.example/": true, "http//other.example/": true,
		"https://https://other.example/": true, "http://other .example/": true, "http://": true, "//": true, "/a file.pdf": true,
		"http://localhost:3000/a": true, "http://192.168.1.7/a": true, "http://intranet/": true,
		"/a%20file.pdf": false, " /a ": false, "/a\n": false, "mailto:a@b.example?subject=two words": false, "javascript:void 0": false,
		"ftp://files.example/": false, "tel:+1 555 0100": false, "/undefined": false, "/null": false, "?q={a}": false, "/list?a[objects]=1": false,
		"https://web.archive.example/web/http://other.example/": false, "http://93.184.216.34/": false, "//other.example/": false, "android-app://x": false,
	} {
		if got := oddOn(t, "https://shop.example/a", href, "on"); got != odd {
			t.Errorf("href %q: odd = %v, want %v", href, got, odd)
		}
	}
}

func TestALocalAddressIsNoFaultWhereItIsMeant(t *testing.T) {
	const local = "http://localhost:3000/"
	if oddOn(t, "https://shop.example/a", local, "Now open http://localhost:3000/") {
		t.Error("an instruction that names the address was taken for a fault")
	}
	if oddOn(t, "http://127.0.0.1:8080/a", local, "on") {
		t.Error("a site on this machine may link to this machine")
	}
}
