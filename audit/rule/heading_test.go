package rule_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// softly reads a short page with one heading at an address.
func softly(t *testing.T, path, heading, around string) bool {
	t.Helper()
	a, err := crawl.ParseAddress("https://shop.example" + path)
	if err != nil {
		t.Fatal(err)
	}
	body := `<!doctype html><html><head><title>` + heading + ` | Shop</title></head><body>` + around + `<main><h1>` + heading + `</h1><p>A few words stand here.</p></main></body></html>`
	x := &crawl.Exchange{Address: a, Status: 200, Body: []byte(body), Size: int64(len(body)), Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}}
	o := rule.Observe(crawl.Visit{Exchange: x, Page: crawl.ParsePage(x)})
	return o != nil && o.Soft.Convincing()
}

func TestHeadingsSayThatAPageIsNotThere(t *testing.T) {
	for heading, want := range map[string]bool{
		"Page not found": true, "Oops! That page can’t be found.": true, "The page you were looking for doesn't exist (404)": true,
		"We can't find the page you're looking for": true, "Die Seite, die Sie suchen, existiert nicht": true, "404": false, "Error 404": true,
		"お探しのページは存在しないか、移動した可能性があります": true, "页面不存在": true, "Такой страницы не существует": true,
		"Why is my page not found?": false, "How to fix a page not found": false, "Page not found when I open the checkout": false,
		"Does not exist on any map": false, "Boat still not found after three days": false, "「ページが見つかりません」とは？": false,
		"Line 410": false, "Version 4.0.4": false, "Peugeot 404": false, "Que veut dire « page introuvable » ?": false,
	} {
		if got := softly(t, "/a", heading, ""); got != want {
			t.Errorf("%q: a missing page = %v, want %v", heading, got, want)
		}
	}
}

func TestTheFrameOfAPageDoesNotMakeItAnArticle(t *testing.T) {
	long := ""
	for range 80 {
		long += "one of many words in it "
	}
	for around, want := range map[string]bool{
		`<div class="cookie-banner">` + long + `</div>`:   true,
		`<div id="site-footer"><p>` + long + `</p></div>`: true,
		`<ul><li><a href="/a">` + long + `</a></li></ul>`: true,
	} {
		if got := softly(t, "/a", "Page not found", around); got != want {
			t.Errorf("behind %.30q: a missing page = %v, want %v", around, got, want)
		}
	}
	if softly(t, "/a", "About us", "") {
		t.Error("a page about people is taken for a missing one")
	}
}

func TestANumberInTheAddressIsANameAndNoError(t *testing.T) {
	if softly(t, "/rooms/404", "404: sorry, the key is at the desk", "") || !softly(t, "/rooms/9", "404: page not found", "") {
		t.Error("a room is taken for an error, or an error for a room")
	}
}
