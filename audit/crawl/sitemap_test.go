package crawl_test

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestSitemapsOfEveryKindAreRead(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte("<urlset><url><loc>http://a/1</loc></url></urlset>"))
	_ = w.Close()
	for _, c := range []struct {
		name, body string
		kind       crawl.SitemapKind
		want       []string
		fault      string // part of the error; empty: none
	}{
		{"a plain list", `<?xml version="1.0"?><urlset xmlns="x"><url><loc> http://a/?x=1&amp;y=2 </loc><lastmod>2026</lastmod></url><url><loc><![CDATA[http://a/2]]></loc></url></urlset>`, crawl.SitemapURLs, []string{"http://a/?x=1&y=2", "http://a/2"}, ""},
		{"images are no pages", `<urlset><url><loc>http://a/1</loc><image:image><image:loc>http://a/i</image:loc></image:image></url></urlset>`, crawl.SitemapURLs, []string{"http://a/1"}, ""},
		{"an index", `<sitemapindex><sitemap><loc>http://a/s.xml</loc></sitemap></sitemapindex>`, crawl.SitemapIndex, []string{"http://a/s.xml"}, ""},
		{"packed by gzip", packed.String(), crawl.SitemapURLs, []string{"http://a/1"}, ""},
		{"text with a byte order mark", "\ufeffhttp://a/1\r\n\nhttp://a/2\n", crawl.SitemapText, []string{"http://a/1", "http://a/2"}, ""},
		{"RSS", `<rss><channel><link>http://a/</link><item><link>http://a/1</link></item></channel></rss>`, crawl.SitemapFeed, []string{"http://a/1"}, ""},
		{"Atom", `<feed><link href="http://a/"/><entry><link href="http://a/1"/></entry></feed>`, crawl.SitemapFeed, []string{"http://a/1"}, ""},
		{"latin1", "<?xml version='1.0' encoding='iso-8859-1'?><urlset><url><loc>http://a/\xe9</loc></url></urlset>", crawl.SitemapURLs, []string{"http://a/é"}, ""},
		{"a page in its place", `<!doctype html><html><p>x</p></html>`, crawl.NoSitemap, nil, "line 1"},
		{"an entity bomb", `<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>&a;</loc></url></urlset>`, crawl.SitemapURLs, nil, "line 1"},
		{"a file cut short keeps what stood before", "<urlset><url><loc>http://a/1</loc></url>\n<url><loc>http://a/", crawl.SitemapURLs, []string{"http://a/1"}, "ends inside"},
		{"too deep", strings.Repeat("<urlset>", 9), crawl.SitemapURLs, nil, "deep"},
		{"words", "hello", crawl.NoSitemap, nil, "line 1"},
		{"nothing", "", crawl.NoSitemap, nil, ""},
	} {
		var got []string
		kind, err := crawl.ReadSitemap(strings.NewReader(c.body), func(loc string) bool { got = append(got, loc); return true })
		if kind != c.kind || !slices.Equal(got, c.want) {
			t.Errorf("%s: %s %q, want %s %q", c.name, kind, got, c.kind, c.want)
		}
		if (err != nil) != (c.fault != "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.fault)
		}
	}
}

func TestASitemapIsReadToItsLimit(t *testing.T) {
	body := "<urlset>" + strings.Repeat("<url><loc>http://a/</loc></url>", crawl.MaxSitemapLocs+5) + "</urlset>"
	n := 0
	if _, err := crawl.ReadSitemap(strings.NewReader(body), func(string) bool { n++; return true }); err != nil || n != crawl.MaxSitemapLocs {
		t.Errorf("%d locations, %v; want %d", n, err, crawl.MaxSitemapLocs)
	}
}

func FuzzSitemap(f *testing.F) {
	for _, seed := range []string{"<urlset><url><loc>http://a/</loc></url></urlset>", "http://a/\n", "\x1f\x8b\x08", "<rss><channel><item><link>x", "<feed><entry><link href='x'/></entry></feed>", "<?xml version='1.0' encoding='utf-16'?>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		_, _ = crawl.ReadSitemap(bytes.NewReader(body), func(loc string) bool {
			if loc == "" || loc != strings.TrimSpace(loc) {
				t.Errorf("location %q", loc)
			}
			return true
		})
	})
}
