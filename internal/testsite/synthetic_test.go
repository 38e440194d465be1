package testsite_test

import (
	"compress/gzip"
	"encoding/xml"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

func synthetic(t testing.TB, o testsite.Options) http.Handler {
	t.Helper()
	site, err := testsite.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func get(site http.Handler, path string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	site.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	return rec
}

var href = regexp.MustCompile(`<a href="([^"]+)"`)

func TestEveryPageHasTenLinksAndIsReached(t *testing.T) {
	const pages = 500
	site := synthetic(t, testsite.Options{Pages: pages, Seed: 3})
	known, queue := map[string]bool{"/": true}, []string{"/"}
	for len(queue) > 0 {
		rec := get(site, queue[0])
		queue = queue[1:]
		links := href.FindAllStringSubmatch(rec.Body.String(), -1)
		if n := rec.Body.Len(); rec.Code != 200 || len(links) != 10 || n < 7500 || n > 9000 {
			t.Fatalf("a page of status %d, %d links and %d bytes", rec.Code, len(links), n)
		}
		for _, link := range links {
			if !known[link[1]] {
				known[link[1]] = true
				queue = append(queue, link[1])
			}
		}
	}
	if len(known) != pages {
		t.Errorf("%d pages are reached from the home page, want %d", len(known), pages)
	}
}

func TestTheSitemapsOfAMillionPagesListEachOnce(t *testing.T) {
	site := synthetic(t, testsite.Options{Pages: 120001})
	var index struct {
		Files []string `xml:"sitemap>loc"`
	}
	if err := xml.NewDecoder(get(site, "/sitemap.xml").Body).Decode(&index); err != nil || len(index.Files) != 3 {
		t.Fatalf("the index lists %v (%v), want three files", index.Files, err)
	}
	total := 0
	for _, file := range index.Files {
		z, err := gzip.NewReader(get(site, strings.TrimPrefix(file, "http://example.com")).Body)
		if err != nil {
			t.Fatal(err)
		}
		var set struct {
			Pages []string `xml:"url>loc"`
		}
		if err := xml.NewDecoder(z).Decode(&set); err != nil {
			t.Fatal(err)
		}
		total += len(set.Pages)
	}
	if total != 120001 {
		t.Errorf("%d pages are listed, want 120001", total)
	}
}

func TestAddressesBesideThePagesDoNotExist(t *testing.T) {
	site := synthetic(t, testsite.Options{Pages: 100})
	for _, path := range []string{
		"/rivers/100.html", "/rivers/01.html", "/rivers/2.html", "/rivers/1", "/rivers/", "/rivers/1.html/", "/sitemap-1.xml.gz", "/rivers/1.html?a=b",
	} {
		if rec := get(site, path); rec.Code != 404 {
			t.Errorf("%s: %d, want 404", path, rec.Code)
		}
	}
}

func TestAPageIsSentOnceToThoseWhoKeepIt(t *testing.T) {
	site := synthetic(t, testsite.Options{})
	first := get(site, "/rivers/1.html")
	for name, field := range map[string]string{"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"} {
		r := httptest.NewRequest(http.MethodGet, "/rivers/1.html", nil)
		r.Header.Set(name, first.Header().Get(field))
		again := httptest.NewRecorder()
		if site.ServeHTTP(again, r); again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%s: %d with %d bytes, want 304 without a body", name, again.Code, again.Body.Len())
		}
	}
}

func TestSeedsGiveOtherSites(t *testing.T) {
	one, two := synthetic(t, testsite.Options{Seed: 1}), synthetic(t, testsite.Options{Seed: 2})
	first, again := get(one, "/").Body.String(), get(one, "/").Body.String()
	if first == get(two, "/").Body.String() || first != again {
		t.Error("a site does not follow its seed")
	}
}

func TestAnUnknownFaultIsAMistake(t *testing.T) {
	if _, err := testsite.New(testsite.Options{Faults: []string{"link-4xy"}}); err == nil {
		t.Error("no error for a fault that nobody knows")
	}
}

func BenchmarkPage(b *testing.B) {
	site := synthetic(b, testsite.Options{Pages: 1_000_000})
	r := httptest.NewRequest(http.MethodGet, "/rivers/21.html", nil)
	rec := httptest.NewRecorder()
	b.ReportAllocs()
	for b.Loop() {
		rec.Body.Reset()
		site.ServeHTTP(rec, r)
	}
}

func TestThePathsOfCrawlerTestAnswerAsTheyAreNamed(t *testing.T) {
	site := synthetic(t, testsite.Options{})
	links := href.FindAllStringSubmatch(get(site, "/crawler-test/").Body.String(), -1)
	if len(links) < 150 {
		t.Errorf("the index has %d links", len(links))
	}
	for _, link := range links {
		path := html.UnescapeString(link[1])
		rec := get(site, path)
		digits, isStatus := strings.CutPrefix(path, "/status_codes/status_")
		switch {
		case isStatus && strconv.Itoa(rec.Code) != digits:
			t.Errorf("%s: %d", path, rec.Code)
		case rec.Code < 200 || rec.Code == 404 && !isStatus && path != "/" && !strings.Contains(path, "non_200"):
			t.Errorf("%s: %d", path, rec.Code)
		case strings.HasPrefix(path, "/redirects/redirect_1") && rec.Header().Get("Location") == "":
			t.Errorf("%s leads nowhere", path)
		}
	}
	if get(site, "/redirects/infinite_redirect").Header().Get("Location") != "/redirects/infinite_redirect" {
		t.Error("the endless redirect has an end")
	}
}
