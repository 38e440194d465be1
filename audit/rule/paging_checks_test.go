package rule_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

func TestPagesBeforeAndAfterAreReadFromTheirTagsAlone(t *testing.T) {
	for markup, want := range map[string][]string{
		`<link rel="next" href="/p/2">`:                                            {"/p/2"},
		`<a class=x HREF='/p/2' REL='NEXT nofollow'>On</a>`:                        {"/p/2"},
		`<link rel=prev href=/p/1><link rel=next href=/p/3>`:                       {"/p/1", "/p/3"},
		`<div rel="next" href="/p/2"></div>`:                                       nil,
		`<a rel="nextgen" href="/p/2">On</a>`:                                      nil,
		`<a data-rel="next" href="/p/2">On</a>`:                                    nil,
		`<a href="/p/2">rel="next" stands here</a>`:                                nil,
		`<a rel="next" href="/p/2">rel="next"</a>`:                                 {"/p/2"},
		`<a rel="next" href="#top">On</a>`:                                         nil,
		`<a rel="next" title="` + strings.Repeat("x", 900) + `" href="/p/2">`:      {"/p/2"},
		`rel="next" and nothing before it`:                                         nil,
		strings.Repeat(`<link rel="next" href="/p/2">`, 9):                         {"/p/2", "/p/2", "/p/2", "/p/2"},
		`<p>` + strings.Repeat("text ", 5000) + `</p><a rel=next href=/far>On</a>`: {"/far"},
	} {
		body := "<!doctype html><html><head><title>A list</title></head><body><main><h1>A list</h1>" + markup + "</main></body></html>"
		x := &crawl.Exchange{
			Address: addressOf(t, "https://shop.example/p/2"), Status: 200, Body: []byte(body), Size: int64(len(body)),
			Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		}
		var got []string
		if o := rule.Observe(crawl.Visit{Exchange: x, Page: crawl.ParsePage(x)}); o != nil {
			got = o.Paging
		}
		if !slices.Equal(got, want) {
			t.Errorf("%.80s: %q, want %q", markup, got, want)
		}
	}
}
