package crawl_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestACrawlFindsWhatLinksAndSitemapsLeadTo(t *testing.T) {
	var site pages
	base, j := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { site.ServeHTTP(w, r) }))
	index := fmt.Sprintf("<!-- %s --><sitemapindex><sitemap><loc>%s/part.xml</loc></sitemap></sitemapindex>", strings.Repeat("late ", 300), base)
	site = pages{
		"/robots.txt": "Sitemap: " + base + "/index.xml.gz\nUser-agent: *\nDisallow: /closed",
		"/":           `<a href=/a>A</a><a href=https://other.example/>no</a><a href=/closed>no</a>`,
		"/a":          `<a href="/#top">Home</a><img src=/missing.png>`, "/listed": "listed", "/closed": "closed",
		"/index.xml.gz": string(pack(t, packers()["gzip"], []byte(index))),
		"/part.xml":     "<urlset><url><loc>" + base + "/listed</loc></url><url><loc>https://other.example/</loc></url></urlset>",
	}
	got := newCrawler(t, base, nil).Run(t.Context())
	if diff := cmp.Diff([]string{"/", "/a", "/closed", "/listed", "/missing.png"}, keysOf(got, base)); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if len(got.Outside) != 1 || len(got.Sitemaps) != 2 || got.Sitemaps[0].Kind != crawl.SitemapIndex || got.Sitemaps[1].Locs != 2 {
		t.Errorf("%d outside, sitemaps %+v", len(got.Outside), got.Sitemaps)
	}
	if listed := got.Resource(base + "/listed"); !listed.Listed || !listed.HasRole(crawl.RoleSitemap) {
		t.Errorf("listed: %+v", listed)
	}
	for _, path := range j.paths() {
		if j.count(path) != 1 || path == "/closed" {
			t.Errorf("%s was asked %d times", path, j.count(path))
		}
	}
}

func TestSitemapsThatNameEachOtherAreReadOnce(t *testing.T) {
	var site pages
	base, j := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { site.ServeHTTP(w, r) }))
	index := func(path string) string {
		return "<sitemapindex><sitemap><loc>" + base + path + "</loc></sitemap></sitemapindex>"
	}
	site = pages{"/sitemap.xml": index("/b.xml"), "/b.xml": index("/sitemap.xml"), "/": "x"}
	newCrawler(t, base, nil).Run(t.Context())
	if j.count("/sitemap.xml") != 1 || j.count("/b.xml") != 1 {
		t.Errorf("asked: %v", j.paths())
	}
}

func TestANofollowLinkIsAskedButNotCrawledOn(t *testing.T) {
	base, _ := serve(t, pages{"/": `<a href=/weak rel=nofollow>`, "/weak": `<a href=/behind>`, "/behind": "x"})
	got := newCrawler(t, base, nil).Run(t.Context())
	if diff := cmp.Diff([]string{"/", "/weak"}, keysOf(got, base)); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	base, _ = serve(t, pages{
		"/": `<a href=/weak rel=nofollow></a><a href=/other>`, "/weak": `<a href=/behind>`, "/behind": "x", "/other": `<a href=/weak>`,
	})
	got = newCrawler(t, base, nil).Run(t.Context())
	if diff := cmp.Diff([]string{"/", "/behind", "/other", "/weak"}, keysOf(got, base)); diff != "" {
		t.Errorf("a later link counts (-want +got):\n%s", diff)
	}
}

// endless is a site where each page leads two deeper.
func endless(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, ".txt") || strings.HasSuffix(r.URL.Path, ".xml") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	path := strings.TrimSuffix(r.URL.Path, "/")
	fmt.Fprintf(w, "<a href='%s/a/'>a</a><a href='%s/b/'>b</a>", path, path)
}

func TestLimitsEndACrawlAndSayWhatIsLeft(t *testing.T) {
	base, _ := serve(t, http.HandlerFunc(endless))
	got := newCrawler(t, base, func(o *crawl.Options) { o.MaxURLs = 10 }).Run(t.Context())
	if len(keysOf(got, base)) != 10 || got.Left == 0 {
		t.Errorf("%d asked, %d left", len(keysOf(got, base)), got.Left)
	}
	got = newCrawler(t, base, func(o *crawl.Options) { o.MaxDepth = 3 }).Run(t.Context())
	if len(keysOf(got, base)) != 1+2+4+8 || got.TooDeep != 16 || got.Left != 0 {
		t.Errorf("%d asked, %d too deep", len(keysOf(got, base)), got.TooDeep)
	}
}

func TestACancelledCrawlTellsWhatItHas(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	base, _ := serve(t, http.HandlerFunc(endless))
	var seen atomic.Int64
	got := newCrawler(t, base, func(o *crawl.Options) {
		o.MaxDepth = 1 << 30
		o.Visit = func(v crawl.Visit) {
			if seen.Add(1) == 20 {
				cancel()
			}
		}
	}).Run(ctx)
	known := 0
	for r := range got.All() {
		known++
		if r.Exchange != nil && r.Exchange.Broken() {
			t.Errorf("%s is broken by the end of the run: %s", r.Address.Key, r.Exchange.Reason)
		}
	}
	if known == 0 || got.Waiting == 0 {
		t.Errorf("%d known, %d waiting", known, got.Waiting)
	}
}

func TestTwoCrawlsOfASiteGiveTheSame(t *testing.T) {
	base, _ := serve(t, http.HandlerFunc(endless))
	var runs [2][]string
	for i := range runs {
		for r := range newCrawler(t, base, func(o *crawl.Options) { o.MaxDepth = 5 }).Run(t.Context()).All() {
			line := fmt.Sprint(r.Address.Key, r.Depth, r.Total, r.Roles)
			for _, s := range r.Sources {
				line += " " + s.Page + s.Written
			}
			runs[i] = append(runs[i], line)
		}
	}
	if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
}

func TestTheSourcesOfAnAddressAreBoundedAndCounted(t *testing.T) {
	site := pages{"/": ""}
	for i := range 30 {
		path := fmt.Sprintf("/p%02d", i)
		site["/"] += "<a href=" + path + ">x</a>"
		site[path] = "<a href=/target>x</a>"
	}
	base, _ := serve(t, site)
	target := newCrawler(t, base, nil).Run(t.Context()).Resource(base + "/target")
	if len(target.Sources) != crawl.MaxSources || target.Total != 30 || target.Sources[0].Page != base+"/p00" || target.Sources[9].Page != base+"/p09" {
		t.Errorf("%d of %d sources: %+v", len(target.Sources), target.Total, target.Sources)
	}
}

func TestAnotherPortOfAPrivateSeedIsAnotherSite(t *testing.T) {
	scope := crawl.DomainScope([]crawl.Address{parse(t, "http://127.0.0.1:8080/"), parse(t, "https://www.shop.example/"), parse(t, "http://localhost/")})
	for raw, want := range map[string]bool{
		"http://127.0.0.1:8080/x": true, "http://127.0.0.1/": false, "http://127.0.0.1:8081/": false,
		"http://shop.example:8080/": true, "http://deep.er.shop.example/": true, "http://myshop.example/": false,
		"http://localhost/x": true, "http://localhost:81/": false, "http://a.localhost/": false, "http://example/": false, "http://[::1]/": false,
	} {
		if got := scope.Has(parse(t, raw)); got != want {
			t.Errorf("%s belongs to the site: %v, want %v", raw, got, want)
		}
	}
	if (crawl.Scope{}).Has(parse(t, "http://shop.example/")) {
		t.Error("the zero scope holds something")
	}
}

func TestOnlyLoopbackIsOnesOwn(t *testing.T) {
	for raw, want := range map[string]bool{
		"http://127.0.0.1:1/": true, "http://[::1]/": true, "http://localhost/": true, "http://a.localhost/": true,
		"http://10.0.0.1/": false, "http://shop.example/": false, "http://localhost.example/": false,
	} {
		if got := crawl.AllLoopback([]crawl.Address{parse(t, "http://127.0.0.1/"), parse(t, raw)}); got != want {
			t.Errorf("%s is loopback: %v, want %v", raw, got, want)
		}
	}
	if crawl.AllLoopback(nil) {
		t.Error("nothing is loopback")
	}
	if _, err := crawl.New(crawl.Options{}); err == nil {
		t.Error("a crawler without seeds was made")
	}
}

func TestTheFailuresAreAClosedSet(t *testing.T) {
	mine := []crawl.Reason{
		crawl.RobotsBlocked, crawl.RobotsUnreachable, crawl.AddressRefused, crawl.PortRefused, crawl.RefusedAgent, crawl.RateLimited,
		crawl.Unavailable, crawl.Budget, crawl.Cancelled, crawl.Ratio, crawl.TooLarge, "", "unheard-of",
	}
	for _, r := range mine {
		if r.IsFailure() || r.HidesHost() {
			t.Errorf("%q is a failure of the site", r)
		}
	}
	hides := []crawl.Reason{crawl.DNSNoName, crawl.DNSFailure, crawl.DNSTimeout, crawl.Refused, crawl.NoConnectTime, crawl.Unreachable, crawl.TLSName}
	for _, r := range append(slices.Clone(hides), crawl.Reset, crawl.EarlyEnd, crawl.BodyTruncated, crawl.Framing, crawl.Encoding, crawl.HeaderTimeout) {
		if !r.IsFailure() || r.HidesHost() != slices.Contains(hides, r) {
			t.Errorf("%q: failure %v, hides its host %v", r, r.IsFailure(), r.HidesHost())
		}
	}
}
