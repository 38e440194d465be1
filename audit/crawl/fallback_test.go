package crawl_test

import "testing"

// A server that answers every stylesheet with a page would otherwise lead the
// crawler from one made-up address to the next.
func TestAPageInPlaceOfAStylesheetIsNotCrawledOn(t *testing.T) {
	base, j := serve(t, pages{
		"/":         `<link rel="stylesheet" href="/site.css"><a href="/about">About</a>`,
		"/site.css": `<a href="/trap">Not a link of the site</a>`,
		"/about":    `<a href="/team">Team</a>`,
		"/team":     `Hello`,
		"/trap":     `Gotcha`,
	})
	newCrawler(t, base, nil).Run(t.Context())
	for _, want := range []string{"/site.css", "/about", "/team"} {
		if j.count(want) != 1 {
			t.Errorf("%s was asked %d times, want once", want, j.count(want))
		}
	}
	if j.count("/trap") != 0 {
		t.Error("a link in the page that came in place of a stylesheet was followed")
	}
}
