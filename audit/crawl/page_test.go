package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func pageOf(t testing.TB, body string, header http.Header) *crawl.Page {
	t.Helper()
	if header == nil {
		header = http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	}
	return crawl.ParsePage(&crawl.Exchange{
		Address: parse(t, "https://shop.example/dir/page?x=1"), Status: 200, Header: header, Body: []byte(body), Size: int64(len(body)),
	})
}

// errorPageOf reads a document as that of an error, which is read as a tree.
func errorPageOf(t testing.TB, body string, header http.Header) *crawl.Page {
	t.Helper()
	if header == nil {
		header = http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	}
	return crawl.ParsePage(&crawl.Exchange{
		Address: parse(t, "https://shop.example/dir/page?x=1"), Status: 404, Header: header, Body: []byte(body), Size: int64(len(body)),
	})
}

// linksOf writes links as "role path".
func linksOf(p *crawl.Page) []string {
	var out []string
	for _, l := range p.Links {
		out = append(out, fmt.Sprintf("%s %s", l.Role, strings.TrimPrefix(l.To.Key, "https://shop.example")))
	}
	return out
}

func TestEveryElementWithAnAddressIsALink(t *testing.T) {
	for _, c := range []struct {
		html string
		want []string
	}{
		{`<a href=b>x</a>`, []string{"a /dir/b"}},
		{`<a href=" /b ">`, []string{"a /b"}},
		{`<a>no</a><a href="">no</a><a href="#x">no</a>`, nil},
		{`<a href="mailto:a@b"><a href="tel:1"><a href="JavaScript:void(0)"><a href="data:,x"><a href="blob:x"><a href="about:blank">`, nil},
		{`<a href="http://[">`, nil},
		{`<a href="ftp://x/">`, nil},
		{`<map><area href=/b></map>`, []string{"a /b"}},
		{`<img src=/i.png srcset="/s.png 1x, /l.png 2x">`, []string{"img /i.png", "img /s.png", "img /l.png"}},
		{`<picture><source srcset="/a,b.png 100w,/c.png"></picture>`, []string{"img /a,b.png", "img /c.png"}},
		{`<video src=/v poster=/p><source src=/w><track src=/t></video>`, []string{"media /v", "img /p", "media /w", "media /t"}},
		{`<audio src=/m>`, []string{"media /m"}},
		{`<iframe src=/f></iframe>`, []string{"media /f"}},
		{`<object data=/o></object><embed src=/e>`, []string{"media /o", "media /e"}},
		{`<script src=/j></script>`, []string{"script /j"}},
		{`<input type=image src=/i><input type=text src=/no>`, []string{"img /i"}},
		{`<svg><use href="/s.svg#a"/><image xlink:href="/i.png"/></svg>`, []string{"img /s.svg", "img /i.png"}},
		{`<link rel=stylesheet href=/c>`, []string{"style /c"}},
		{`<link rel="shortcut icon" href=/f>`, []string{"img /f"}},
		{`<link rel=preload as=font href=/w><link rel=modulepreload href=/m>`, []string{"media /w", "script /m"}},
		{`<link rel=next href=?p=2><link rel=prev href=?p=0>`, []string{"a /dir/page?p=2", "a /dir/page?p=0"}},
		{`<link rel="alternate stylesheet" href=/c>`, []string{"style /c"}},
		{`<link rel=preconnect href=/x><link rel=dns-prefetch href=/x><link href=/x>`, nil},
		{`<link rel=alternate hreflang=de href=/de>`, nil},
		{`<link rel=canonical href=/c>`, nil},
		{`<noscript><img src=/n></noscript>`, []string{"img /n"}},
		{`<template><a href=/t></a></template>`, nil},
		{`<!-- <a href=/c> -->`, nil},
		{`<script>"<a href=/s>"</script>`, nil},
		{`<a href=/b>1</a><a href=/b#x>2</a><a href=/%62>3</a>`, []string{"a /b"}},
		{`<a href=/b>1</a><img src=/b>`, []string{"a /b", "img /b"}},
		{`<meta http-equiv=Refresh content="5; URL='/there'">`, []string{"a /there"}},
		{`<a href="//cdn.example/x">`, []string{"a https://cdn.example/x"}},
	} {
		if diff := cmp.Diff(c.want, linksOf(pageOf(t, c.html, nil))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.html, diff)
		}
	}
}

func TestTheFirstBaseCountsWhereverItStands(t *testing.T) {
	for html, want := range map[string]string{
		`<a href=b></a>`:                                     "a /dir/b",
		`<base href=/o/><a href=b></a>`:                      "a /o/b",
		`<a href=b></a><base href=/o/>`:                      "a /o/b",
		`<base href=/o/><base href=/p/><a href=b></a>`:       "a /o/b",
		`<base target=_top><base href=/p/><a href=b></a>`:    "a /p/b",
		`<base href="data:text/plain,"><a href=b></a>`:       "a /dir/b",
		`<base href=https://other.example/><a href=b></a>`:   "a https://other.example/b",
		`<base href=../x/y?z><a href=b></a>`:                 "a /x/b",
		`<base href="javascript:alert(1)"><a href="b"></a>`:  "a /dir/b",
		`<body><p><base href=/late/></p><a href="b"></a>`:    "a /late/b",
		`<base href="https://shop.example"><a href="b"></a>`: "a /b",
	} {
		if got := linksOf(pageOf(t, html, nil)); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %s", html, got, want)
		}
	}
}

func TestNofollowOfLinkMetaAndHeader(t *testing.T) {
	header := func(v string) http.Header {
		return http.Header{"Content-Type": {"text/html"}, "X-Robots-Tag": {v}}
	}
	for _, c := range []struct {
		html   string
		header http.Header
		want   bool
	}{
		{`<a href=b>`, nil, false},
		{`<a href=b rel="NoFollow noopener">`, nil, true},
		{`<a href=b rel="nofollowing">`, nil, false},
		{`<meta name=Robots content="NOINDEX, NOFOLLOW"><a href=b>`, nil, true},
		{`<meta name=robots content=none><a href=b>`, nil, true},
		{`<meta name=googlebot content=nofollow><a href=b>`, nil, false},
		{`<a href=b>`, header("noindex, nofollow"), true},
		{`<a href=b>`, header("googlebot: nofollow"), false},
		{`<a href=b>`, header("signpost: nofollow"), true},
		{`<a href=b>`, header("unavailable_after: 25 Jun 2010 15:00:00 GMT"), false},
		{`<a href=b rel=nofollow></a><a href=b></a>`, nil, false},
		{`<a href=b></a><a href=b rel=nofollow></a>`, nil, false},
	} {
		p := pageOf(t, c.html, c.header)
		if len(p.Links) != 1 || p.Links[0].NoFollow != c.want {
			t.Errorf("%s with %v: %+v, want nofollow %v", c.html, c.header, p.Links, c.want)
		}
	}
}

func TestARefreshIsReadAsBrowsersDo(t *testing.T) {
	for content, want := range map[string]*crawl.Refresh{
		"5":                       {5, ""},
		"0;url=/there":            {0, "/there"},
		" 3 , URL = '/there' x":   {3, "/there"},
		`1.5; url="/there`:        {1, "/there"},
		"2 /there":                {2, "/there"},
		"7;urlaub":                {7, "urlaub"},
		".5;url=/there":           {0, "/there"},
		"url=/there":              nil,
		"":                        nil,
		"-1;url=/there":           nil,
		"99999999999999999999999": nil,
	} {
		p := pageOf(t, `<meta http-equiv="refresh" content='`+strings.ReplaceAll(content, "'", "&#39;")+`'>`, nil)
		if diff := cmp.Diff(want, p.Refresh); diff != "" {
			t.Errorf("refresh %q (-want +got):\n%s", content, diff)
		}
	}
	p := pageOf(t, "<p>x", http.Header{"Content-Type": {"text/html"}, "Refresh": {"4; url=/header"}})
	if diff := cmp.Diff(&crawl.Refresh{Seconds: 4, To: "/header"}, p.Refresh); diff != "" {
		t.Errorf("Refresh field (-want +got):\n%s", diff)
	}
}

func TestTheCharsetIsTakenFromMarkHeaderMetaOrIsWindows1252(t *testing.T) {
	utf16 := func(s string) string {
		out := "\xff\xfe"
		for _, r := range s {
			out += string([]byte{byte(r), byte(r >> 8)})
		}
		return out
	}
	for _, c := range []struct{ contentType, body, want string }{
		{"text/html; charset=utf-8", "<title>\u00e4</title>", "ä"},
		{"text/html; charset=iso-8859-1", "<title>\xe4\x80</title>", "ä€"},
		{"text/html; charset=iso-8859-1", "\xef\xbb\xbf<title>\u00e4</title>", "ä"},
		{"text/html", "<meta charset=iso-8859-2><title>\xe8</title>", "č"},
		{"text/html", `<meta http-equiv=content-type content="text/html; charset=koi8-r"><title>` + "\xc1</title>", "а"},
		{"text/html", "<title>\xe4</title>", "ä"},
		{"text/html", "<title>\u00e4</title>", "ä"},
		{"text/html", utf16("<title>\u00e4\u0436</title>"), "äж"},
		{"text/html; charset=nonsense", "<meta charset=utf-8><title>\u00e4</title>", "ä"},
		{"text/html; charset=shift_jis", "<title>\x83\x65</title>", "テ"},
	} {
		p := pageOf(t, c.body, http.Header{"Content-Type": {c.contentType}})
		if p.Title != c.want || strings.ContainsRune(p.Text, '\ufeff') {
			t.Errorf("%s, %q: title %q, want %q (text %q)", c.contentType, c.body, p.Title, c.want, p.Text)
		}
	}
}

const richPage = `<!doctype html><html lang="de"><head><base href="/base/"><title> A  title
 of two lines </title><meta name="robots" content="noarchive, NoIndex"><link rel="canonical" href="page">
<style>p { color: red }</style><script>document.write("<a href=/never>")</script></head><body>
<h1>Big <a href="one">first <b>link</b></a> heading</h1>
<a href="two"><h1>Second &amp; last</h1><img src="pic.png"></a>
<main><ul><li>point</li></ul></main><noscript>Please <a href="/noscript">switch on</a></noscript>
<template><a href="/template">no</a></template><svg><title>Picture</title></svg>
<form role="search"><input name="q"></form><p>Some text.</p></body></html>`

func TestAPageTellsWhatItSays(t *testing.T) {
	got := pageOf(t, richPage, nil)
	want := &crawl.Page{
		Title: "A title of two lines", H1: []string{"Big first link heading", "Second & last"}, Lang: "de",
		Canonical: "https://shop.example/base/page", Directives: []string{"noarchive", "noindex"},
		HasMain: true, HasSearch: true, HasList: true, HasScript: true,
		Text:  "Big first link heading Second & last point Picture Some text.",
		Words: 11, Sketch: got.Sketch, Links: got.Links,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a /base/one", "a /base/two", "img /base/pic.png", "a /noscript"}, linksOf(got)); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if !got.NoIndex() || got.NoFollow() || got.Links[0].Text != "first link" || got.Links[1].Text != "Second & last" {
		t.Errorf("noindex %v, nofollow %v, links %+v", got.NoIndex(), got.NoFollow(), got.Links)
	}
}

// tooDeep makes a document deeper than a tree may be, without other changes.
func tooDeep(page string) string {
	return strings.Replace(page, "</body>", strings.Repeat("<div>", 600)+"</body>", 1)
}

func TestADocumentTooDeepForATreeGivesTheSameFacts(t *testing.T) {
	tree, flat := errorPageOf(t, richPage, nil), errorPageOf(t, tooDeep(richPage), nil)
	if tree.Flat || !flat.Flat {
		t.Fatalf("flat: %v and %v, want only the deep one", tree.Flat, flat.Flat)
	}
	tree.Flat = true
	if diff := cmp.Diff(tree, flat); diff != "" {
		t.Errorf("(-tree +stream):\n%s", diff)
	}
}

func TestAnUnclosedElementDoesNotHoldBackADeepDocument(t *testing.T) {
	page := "<title>Deep</title><h1>Never closed" + strings.Repeat("<div>", 5000) + `<a href="/end">end</a>`
	p := errorPageOf(t, page, nil)
	if !p.Flat || p.Title != "Deep" || len(p.H1) != 1 || !strings.HasPrefix(p.H1[0], "Never closed") {
		t.Errorf("flat %v, title %q, headings %q", p.Flat, p.Title, p.H1)
	}
	if got := linksOf(p); len(got) != 1 || p.Links[0].Text != "end" {
		t.Errorf("links %v", got)
	}
}

func TestTheLinksOfAPageAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&b, "<a href=/%d>", i)
	}
	var set strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&set, "/%d 1x,", i)
	}
	for name, page := range map[string]string{"a": b.String(), "srcset": "<img srcset='" + set.String() + "'>"} {
		if got := len(errorPageOf(t, page, nil).Links); got != 20000 {
			t.Errorf("%s: %d links, want 20000", name, got)
		}
	}
}

func FuzzParsePage(f *testing.F) {
	f.Add([]byte(richPage), "text/html; charset=utf-8", "noindex")
	f.Add([]byte(tooDeep("<h1><a href=x><body></body>")), "text/html", "a: none")
	f.Add([]byte("<img srcset='a (,) 1x,b'><meta http-equiv=refresh content=1;url=x>"), "text/html; charset=utf-16", "")
	f.Add([]byte("\xff\xfe<\x00a\x00"), "", "")
	f.Fuzz(func(t *testing.T, body []byte, contentType, robots string) {
		h := http.Header{"Content-Type": {contentType}, "X-Robots-Tag": {robots}}
		a := parse(t, "https://shop.example/dir/page")
		p := crawl.ParsePage(&crawl.Exchange{Address: a, Status: 200, Header: h, Body: body, Size: int64(len(body))})
		if len(p.Text) > 16<<10 || len(p.H1) > 3 || len(p.Title) > 200 || len(p.Links) > 20001 {
			t.Fatalf("out of bounds: text %d, title %d, %d headings, %d links", len(p.Text), len(p.Title), len(p.H1), len(p.Links))
		}
		for _, l := range p.Links {
			if l.To.Key == "" || l.Role == "" || l.Element == "" || l.Attr == "" {
				t.Fatalf("half a link: %+v", l)
			}
			checkAddress(t, l.To)
		}
	})
}
