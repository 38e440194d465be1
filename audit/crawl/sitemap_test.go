package crawl_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func readSitemap(r io.Reader) (locs []string, kind crawl.SitemapKind, err error) {
	kind, err = crawl.ReadSitemap(r, func(loc string) bool {
		locs = append(locs, loc)
		return true
	})
	return locs, kind, err
}

const urlset = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x">
<url><loc> http://shop.example/a?b&amp;c </loc><lastmod>2026-01-01</lastmod>
<image:image><image:loc>http://shop.example/no.png</image:loc></image:image></url>
<url><loc><![CDATA[http://shop.example/d]]></loc></url><loc>http://shop.example/astray</loc>
</urlset>`

func TestSitemapsOfEveryKindAreRead(t *testing.T) {
	want := []string{"http://shop.example/a?b&c", "http://shop.example/d"}
	for _, c := range []struct {
		name, file string
		kind       crawl.SitemapKind
	}{
		{"urls", urlset, crawl.SitemapURLs},
		{"byte order mark", "\xef\xbb\xbf" + urlset, crawl.SitemapURLs},
		{"gzip", string(pack(t, packers()["gzip"], []byte(urlset))), crawl.SitemapURLs},
		{"utf-16", utf16LE(strings.Replace(urlset, "UTF-8", "UTF-16", 1)), crawl.SitemapURLs},
		{"latin-1", strings.Replace(urlset, "UTF-8", "ISO-8859-1", 1), crawl.SitemapURLs},
		{"prefix", `<s:urlset xmlns:s="x"><s:url><s:loc>http://shop.example/a?b&amp;c</s:loc></s:url><s:url><s:loc>http://shop.example/d</s:loc></s:url></s:urlset>`, crawl.SitemapURLs},
		{"index", `<sitemapindex><sitemap><loc>http://shop.example/a?b&amp;c</loc></sitemap><sitemap><loc>http://shop.example/d</loc></sitemap></sitemapindex>`, crawl.SitemapIndex},
		{"text", "\xef\xbb\xbfhttp://shop.example/a?b&c\r\n\r\nhttp://shop.example/d", crawl.SitemapText},
		{"rss", `<rss><channel><link>http://shop.example/</link><item><link>http://shop.example/a?b&amp;c</link></item><item><link>http://shop.example/d</link></item></channel></rss>`, crawl.SitemapFeed},
		{"atom", `<feed><link href="http://shop.example/"/><entry><link rel="edit" href="http://shop.example/edit"/><link href="http://shop.example/a?b&amp;c"/></entry><entry><link href=""/><link rel="alternate" href=" http://shop.example/d "/></entry></feed>`, crawl.SitemapFeed},
	} {
		locs, kind, err := readSitemap(strings.NewReader(c.file))
		if diff := cmp.Diff(want, locs); diff != "" || kind != c.kind || err != nil {
			t.Errorf("%s: kind %s, error %v (-want +got):\n%s", c.name, kind, err, diff)
		}
	}
}

func utf16LE(s string) string {
	out := []byte("\xff\xfe")
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

func TestBrokenSitemapsTellWhereAndGiveWhatStoodBefore(t *testing.T) {
	const start = "<urlset>\n<url><loc>http://shop.example/a</loc></url>\n"
	for _, c := range []struct {
		name, file, want string
		locs             int
	}{
		{"ends too early", start + "<url><loc>http://", "line 3", 1},
		{"wrong nesting", start + "<url></loc></url></urlset>", "line 3", 1},
		{"control character", start + "\x01</urlset>", "line 3", 1},
		{"page", "<!doctype html>\n<html><body>", "line 2, column 7", 0},
		{"own entity", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n" + start + "<url><loc>&a;</loc></url></urlset>", "line 4", 1},
		{"external entity", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n" + start + "<url><loc>http://x/&a;</loc></url></urlset>", "line 4", 1},
		{"too deep", start + strings.Repeat("<url>", 9), "nested more than 8 deep", 1},
		{"text", "http://shop.example/a\nsomething else", "line 2", 1},
		{"not gzip", "\x1f\x8bnonsense", "unpack sitemap", 0},
		{"cut gzip", string(pack(t, packers()["gzip"], []byte(urlset))[:100]), "unexpected EOF", 0},
		{"foreign charset", `<?xml version="1.0" encoding="klingon"?><urlset/>`, "line 1", 0},
	} {
		locs, _, err := readSitemap(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) || len(locs) != c.locs {
			t.Errorf("%s: %d addresses, error %v, want %d and %q", c.name, len(locs), err, c.locs, c.want)
		}
	}
}

func TestReadingGoesOnAtTheNextEntry(t *testing.T) {
	const root = `<?xml version="1.0" encoding="iso-8859-1"?><urlset><url><loc>http://shop.example/1</loc></url>`
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"bare ampersand":  {root + `<url><loc>http://shop.example/?a&b</loc></url><url><loc>http://shop.example/2</loc></url></urlset>`, []string{"1", "2"}},
		"wrong nesting":   {root + "<url><loc>http://shop.example/x</url>\n<url >\n<loc>http://shop.example/2</loc></url></urlset>", []string{"1", "2"}},
		"two faults":      {root + `<url>&x;</url><url>&y;</url><url><loc>http://shop.example/2</loc></url></urlset>`, []string{"1", "2"}},
		"far away":        {root + "&x;" + strings.Repeat("<urls>noise", 9000) + `<url><loc>http://shop.example/2</loc></url></urlset>`, []string{"1", "2"}},
		"rss":             {`<rss><channel><item><link>http://shop.example/?&</link></item><item><link>http://shop.example/2</link></item></channel></rss>`, []string{"2"}},
		"many faults":     {root + strings.Repeat("<url>&x;", 5000), []string{"1"}},
		"enough after it": {root + "<url>&x;</url>" + strings.Repeat("<url><loc>http://shop.example/2</loc></url>", 3) + "<url>&x;", []string{"1", "2", "2", "2"}},
	} {
		locs, _, err := readSitemap(strings.NewReader(c.file))
		for i := range locs {
			locs[i] = strings.TrimPrefix(locs[i], "http://shop.example/")
		}
		if diff := cmp.Diff(c.want, locs); diff != "" || err == nil || !strings.Contains(err.Error(), "line 1,") {
			t.Errorf("%s: error %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestAnEntityBombIsRefused is the classic of ten levels of ten.
func TestAnEntityBombIsRefused(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE urlset [<!ENTITY e0 \"http://shop.example/\">")
	for i := range 10 {
		fmt.Fprintf(&b, "<!ENTITY e%d %q>", i+1, strings.Repeat(fmt.Sprintf("&e%d;", i), 10))
	}
	b.WriteString("]><urlset><url><loc>&e10;</loc></url></urlset>")
	if locs, _, err := readSitemap(strings.NewReader(b.String())); err == nil || len(locs) > 0 {
		t.Errorf("%d addresses, error %v", len(locs), err)
	}
}

func TestAnEmptyFileIsNoSitemap(t *testing.T) {
	for _, file := range []string{"", " \n", "\xef\xbb\xbf"} {
		if locs, kind, err := readSitemap(strings.NewReader(file)); kind != crawl.NoSitemap || err != nil || len(locs) > 0 {
			t.Errorf("%q: kind %s, error %v", file, kind, err)
		}
	}
}

func TestTheAddressesOfASitemapAreBounded(t *testing.T) {
	for name, file := range map[string]string{
		"xml":  "<urlset>" + strings.Repeat("<url><loc>http://shop.example/</loc></url>", crawl.MaxSitemapLocs+10) + "</urlset>",
		"text": strings.Repeat("http://shop.example/\n", crawl.MaxSitemapLocs+10),
	} {
		if locs, _, err := readSitemap(strings.NewReader(file)); len(locs) != crawl.MaxSitemapLocs || !errors.Is(err, crawl.ErrSitemapTooLarge) {
			t.Errorf("%s: %d addresses, error %v", name, len(locs), err)
		}
	}
}

func TestAFullSitemapIsNotTooLarge(t *testing.T) {
	file := "<urlset>" + strings.Repeat("<url><loc>http://shop.example/</loc></url>", crawl.MaxSitemapLocs) + "</urlset>"
	if locs, _, err := readSitemap(strings.NewReader(file)); len(locs) != crawl.MaxSitemapLocs || err != nil {
		t.Errorf("%d addresses, error %v", len(locs), err)
	}
}

func TestABombOfGzipIsReadToItsCap(t *testing.T) {
	blank := strings.Repeat(strings.Repeat(" ", 1023)+"\n", crawl.MaxSitemapBytes>>10)
	bomb := pack(t, packers()["gzip"], []byte("http://shop.example/early\n"+blank+"http://shop.example/late\n"))
	locs, kind, err := readSitemap(bytes.NewReader(bomb))
	if diff := cmp.Diff([]string{"http://shop.example/early"}, locs); diff != "" || kind != crawl.SitemapText || !errors.Is(err, crawl.ErrSitemapTooLarge) {
		t.Errorf("kind %s, error %v (-want +got):\n%s", kind, err, diff)
	}
}

func TestReadingStopsWhenTheCallerHasEnough(t *testing.T) {
	n := 0
	_, err := crawl.ReadSitemap(strings.NewReader(urlset), func(string) bool { n++; return false })
	if n != 1 || err != nil {
		t.Errorf("%d addresses, error %v", n, err)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(urlset))
	f.Add([]byte("http://shop.example/\nx"))
	f.Add([]byte(utf16LE(urlset)))
	f.Add([]byte("<feed><entry><link href='http://x'/></entry></feed>"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Add([]byte("<urlset><url><loc>http://shop.example/?a&b</loc></url><url><loc>http://x/</loc></url></urlset>"))
	f.Fuzz(func(t *testing.T, file []byte) {
		locs, kind, err := readSitemap(bytes.NewReader(file))
		if len(locs) > 0 && kind == crawl.NoSitemap {
			t.Fatalf("%d addresses of no sitemap (%v)", len(locs), err)
		}
		for _, loc := range locs {
			if loc == "" || loc != strings.TrimSpace(loc) {
				t.Fatalf("address %q", loc)
			}
		}
	})
}
