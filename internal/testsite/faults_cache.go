package testsite

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
)

// cacheFaults are those of group I.
func cacheFaults() []Planted {
	bare := goodPage("A sheet", "").conditionless()
	var served atomic.Int64
	return []Planted{
		severalWith("conditional-unsupported", 3, always(bare.without("Last-Modified"))),
		linked("conditional-ignored", bare),
		linked("conditional-always-304", unlike(goodPage("A sheet", "").with("ETag", `"sheet"`), func(r *http.Request) (Answer, bool) {
			return Answer{Status: 304, Header: map[string]string{"ETag": `"sheet"`}}, r.Header.Get("If-None-Match") != ""
		})),
		linked("etag-unstable", unlike(bare, func(*http.Request) (Answer, bool) {
			return bare.without("Last-Modified").with("ETag", fmt.Sprintf(`"%d"`, served.Add(1))), true
		})),
		linked("304-to-unconditional", Answer{Status: 304}),
		linked("conditional-412-on-get", unlike(goodPage("A sheet", "").with("ETag", `"sheet"`), func(r *http.Request) (Answer, bool) {
			return errorPage(412), r.Header.Get("If-None-Match") == `"sheet"`
		})),
		linked("etag-on-error", unlike(errorPage(404).with("ETag", `"lost"`), func(r *http.Request) (Answer, bool) {
			return Answer{Status: 304, Header: map[string]string{"ETag": `"lost"`}}, r.Header.Get("If-None-Match") == `"lost"`
		}), "link-4xx"),
		linked("last-modified-future", unlike(bare.with("Last-Modified", future), func(r *http.Request) (Answer, bool) {
			return Answer{Status: 304, Header: map[string]string{"Last-Modified": future}}, r.Header.Get("If-Modified-Since") == future && r.Header.Get("If-None-Match") == ""
		})),
		linked("content-type-missing", goodPage("A sheet", "").without("Content-Type")),
	}
}

const future = "Mon, 31 Dec 2187 23:00:00 GMT"

func (a Answer) conditionless() Answer {
	a.Unlike = nil
	return a
}

func (a Answer) without(name string) Answer {
	a = a.with(name, "")
	delete(a.Header, name)
	return a
}

// linkFaults are those of group J.
func linkFaults() []Planted {
	sheet := goodPage("A sheet", "")
	piled := goodPage("A sheet", `<p><a href="coast/map/">The map</a></p>`)
	endless := goodPage("An endless sheet", `<p><a href="{path}1/">On</a> <a href="{path}2/">Or on</a></p>`)
	return []Planted{
		{ID: "orphan-page", Pages: map[string]Answer{"hidden": sheet}, Listed: []string{"hidden"}},
		{ID: "broken-fragment", Pages: map[string]Answer{"sheet": sheet}, Body: `<p><a href="{here}sheet#legend">The legend</a></p>`},
		{ID: "broken-image", Body: `<p><img src="{here}gone.png" alt="A coast"></p>`},
		{ID: "broken-script", Body: `<script src="{here}gone.js"></script>`},
		{ID: "broken-style", Head: `<link rel="stylesheet" href="{here}gone.css">`},
		{ID: "resource-html-fallback", Pages: map[string]Answer{"hidden.js": sheet}, Body: `<script src="{here}hidden.js"></script>`},
		{ID: "crawl-trap-session", Pages: sessions()},
		{ID: "crawl-trap-path-repeat", Implies: []string{"link-4xx"}, Pages: map[string]Answer{"1/": endless}, Tree: new(unlike(errorPage(404), func(r *http.Request) (Answer, bool) {
			return endless, strings.HasSuffix(r.URL.Path, "/") && strings.Count(r.URL.Path, "/") < 9 && strings.Trim(strings.TrimPrefix(r.URL.Path, "/planted/crawl-trap-path-repeat/"), "12/") == ""
		}))},
		linked("malformed-href", goodPage("A sheet", `<p><a href="{{ sheet.url }}">Another sheet</a></p>`), "link-4xx"),
		{ID: "crawl-trap-calendar", Pages: map[string]Answer{"2187/04/": sheet, "2187/05/": sheet, "2187/06/": sheet}},
		{ID: "crawl-trap-relative", Pages: map[string]Answer{"coast/map/": piled}, Tree: new(unlike(errorPage(404), func(r *http.Request) (Answer, bool) {
			return piled.replace("coast/map/", "/"), strings.HasSuffix(r.URL.Path, "/coast/map/coast/map/")
		}))},
		{ID: "infinite-space", Implies: []string{"crawl-truncated"}, Pages: map[string]Answer{"1.html": endlessPage(0)}, Tree: new(unlike(errorPage(404), endlessSpace))},
	}
}

// sessions are links with a name of the visit in them, a new one each.
func sessions() map[string]Answer {
	out := map[string]Answer{}
	for i := range 8 {
		out[fmt.Sprintf("sheet?sid=%016x%08x", mix(1, uint64(i)), i)] = goodPage("A sheet", "")
	}
	return out
}

func endlessSpace(r *http.Request) (Answer, bool) {
	var n uint64
	_, err := fmt.Sscanf(r.URL.Path, "/planted/infinite-space/%d.html", &n)
	return endlessPage(n), err == nil && strings.HasSuffix(r.URL.Path, ".html")
}

// endlessPage leads to two further pages of its kind, without an end.
func endlessPage(n uint64) Answer {
	const place = "/planted/infinite-space/"
	return goodPage("An endless sheet", fmt.Sprintf(`<p><a href="%s%d.html">On</a> <a href="%s%d.html">Or on</a></p>`, place, 2*n+2, place, 2*n+3))
}

// Unplantable lists checks of the catalogue's first group that a site on
// plain HTTP and one host cannot show, and why.
func Unplantable() map[string]string {
	return map[string]string{
		"tls-chain":          "needs TLS",
		"redirect-downgrade": "needs TLS",
		"http-to-https":      "does not apply to addresses on loopback",
		"www-apex":           "does not apply to addresses on loopback",
		"external-broken":    "needs another host",
		"crawl-truncated":    "is a limit of the run, no fault of the site",
		"check-skipped":      "never stands among findings",
	}
}
