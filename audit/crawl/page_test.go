package crawl_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func parsed(t testing.TB, body string, header ...string) *crawl.Page {
	t.Helper()
	x := &crawl.Exchange{
		Address: address(t, "http://shop.example/dir/page"), Status: 200, Size: int64(len(body)),
		Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(body),
	}
	for i := 0; i+1 < len(header); i += 2 {
		x.Header.Set(header[i], header[i+1])
	}
	return crawl.ParsePage(x)
}

func links(p *crawl.Page) []string {
	var out []string
	for _, l := range p.Links {
		out = append(out, string(l.Role)+" "+strings.TrimPrefix(l.To.Key, "http://shop.example"))
	}
	return out
}

func TestEachPlaceOfALinkIsFound(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"unquoted and upper-case attributes", `<A HREF=/a>x<AREA href=b>`, []string{"a /a", "a /dir/b"}},
		{"a base, also behind the link", `<a href=a>x</a><base href=/other/><base href=/third/>`, []string{"a /other/a"}},
		{"a base that is no web address is ignored", `<base href="data:,"><a href=a>x`, []string{"a /dir/a"}},
		{"candidates of a srcset, commas within", `<img srcset="/a,b.png 1x, /c.png 2x,/d.png">`, []string{"img /a,b.png", "img /c.png", "img /d.png"}},
		{"entities", `<a href="/?a=1&amp;b=2">`, []string{"a /?a=1&b=2"}},
		{"noscript counts", `<noscript><img src=/a.png></noscript>`, []string{"img /a.png"}},
		{"comments and templates do not", `<!-- <a href=/a> --><template><a href=/b></a></template>`, nil},
		{"what stays within the page or leaves the web", `<a href=#x><a href=""><a href="mailto:a@b"><a href="javascript:x()"><a href="DATA:,x">`, nil},
		{"one address once a role", `<a href=/a#1>x</a><a href=/a#2>y</a><img src=/a>`, []string{"a /a", "img /a"}},
		{"link elements by their rel", `<link rel=stylesheet href=/s><link rel="shortcut icon" href=/i><link rel=preconnect href=/p><link rel=preload as=script href=/j><link rel=next href=/n>`, []string{"style /s", "img /i", "script /j", "a /n"}},
		{"resources", `<script src=/j></script><iframe src=/f></iframe><object data=/o></object><video src=/v poster=/p></video><audio src=/u></audio><source src=/q>`, []string{"script /j", "media /f", "media /o", "media /v", "img /p", "media /u", "media /q"}},
		{"a refresh", `<meta http-equiv=refresh content="3; URL='/r'">`, []string{"a /r"}},
		{"an image button, but no other field", `<input type=image src=/b><input src=/c>`, []string{"img /b"}},
	} {
		if diff := cmp.Diff(c.want, links(parsed(t, c.body))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		deep := parsed(t, strings.Repeat("<div>", 600)+c.body)
		if !deep.Flat {
			t.Fatal("600 open elements made a tree")
		}
		want, got := slices.Sorted(slices.Values(c.want)), slices.Sorted(slices.Values(links(deep)))
		if diff := cmp.Diff(want, got); diff != "" { // a stream tells of a link when its text has ended
			t.Errorf("as a stream, %s: %s", c.name, diff)
		}
	}
}

func TestAPageSaysWhatItIs(t *testing.T) {
	const body = `<html lang=de><title> Ein
 Titel </title><link rel=canonical href=/c><meta name=ROBOTS content="NoIndex, follow"><main><h1>Eins <b>zwei</b></h1>
<script>alles()</script><p>Text <a href=/x rel="nofollow ugc"> zum  Ziel </a></p></main><form role=search></form>`
	for _, prefix := range []string{"", strings.Repeat("<i>", 600)} {
		p := parsed(t, prefix+body, "X-Robots-Tag", "otherbot: nofollow", "Refresh", "0; url=/r")
		if p.Title != "Ein Titel" || !slices.Equal(p.H1, []string{"Eins zwei"}) || p.Canonical != "http://shop.example/c" ||
			!p.NoIndex() || p.NoFollow() || !p.HasMain || !p.HasSearch || p.Refresh == nil || p.Refresh.To != "/r" {
			t.Errorf("flat %v: page = %+v", p.Flat, p)
		}
		if l := p.Links[0]; l.Text != "zum Ziel" || !l.NoFollow || l.Written != "/x" {
			t.Errorf("flat %v: link = %+v", p.Flat, l)
		}
		if strings.Contains(p.Text, "alles") || !strings.Contains(p.Text, "Text zum Ziel") {
			t.Errorf("flat %v: text = %q", p.Flat, p.Text)
		}
	}
	if p := parsed(t, "<a href=/a>", "X-Robots-Tag", "none"); !p.NoFollow() || !p.NoIndex() || !p.Links[0].NoFollow {
		t.Errorf("none in a header: %+v", p)
	}
}

func TestTheCharsetIsFound(t *testing.T) {
	for _, c := range []struct{ name, contentType, body string }{
		{"by the header", "text/html; charset=iso-8859-1", "<title>Caf\xe9</title>"},
		{"by the meta element", "text/html", "<meta charset=latin1><title>Caf\xe9</title>"},
		{"by the byte order mark", "text/html", "\xef\xbb\xbf<title>Café</title>"},
		{"by the mark of UTF-16", "text/html", "\xff\xfe<\x00t\x00i\x00t\x00l\x00e\x00>\x00C\x00a\x00f\x00\xe9\x00"},
		{"windows-1252 without any sign", "text/html", "<title>Caf\xe9</title>"},
	} {
		if p := parsed(t, c.body, "Content-Type", c.contentType); p.Title != "Café" {
			t.Errorf("%s: title %q, want Café", c.name, p.Title)
		}
	}
}

func TestSketchesOfOneTemplateAreAlike(t *testing.T) {
	page := func(url, text string) crawl.Sketch {
		x := &crawl.Exchange{Address: address(t, "http://shop.example"+url), Status: 404, Body: []byte(text), Header: http.Header{}}
		return crawl.ParsePage(x).Sketch
	}
	long := strings.Repeat("we looked everywhere and this page is not among those that we keep here ", 4)
	a := page("/products/red-shoes", "<title>Not found</title><p>/products/red-shoes 17:04 "+long)
	b := page("/news/yesterday", "<title>Not found</title><p>/news/yesterday 09:31 "+long)
	other := page("/news/yesterday", "<title>News</title><p>"+strings.Repeat("yesterday the mayor opened a bridge over the river at noon while it rained ", 4))
	if !a.Like(b) || a.Like(other) {
		t.Errorf("alike %v, want true; other alike %v, want false", a.Like(b), a.Like(other))
	}
}

// FuzzLinks: both readers find the same links in whatever has no structure that
// a tree would mend, never panic, and every link can be asked.
func FuzzLinks(f *testing.F) {
	for _, seed := range []string{`<a href=/a>x`, `<img srcset="a 1x,b">`, `<base href=//x/><a href=b>`, `<meta http-equiv=refresh content="0;url=x">`, "<svg><a href=x><title>", "<table><a href=/b><td>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, prefix := range []string{"", strings.Repeat("<div>", 520)} {
			p := parsed(t, prefix+body)
			for _, l := range p.Links {
				if _, err := crawl.ParseAddress(l.To.Raw); err != nil && len(l.To.Raw) <= crawl.MaxAddress {
					t.Errorf("link %q cannot be asked: %v", l.To.Raw, err)
				}
			}
		}
	})
}
