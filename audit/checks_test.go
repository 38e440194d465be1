package audit_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

var html = map[string]string{"Content-Type": "text/html; charset=utf-8"}

func with(header map[string]string, name, value string) map[string]string {
	out := map[string]string{name: value}
	for k, v := range header {
		out[k] = v
	}
	return out
}

func errorPage(code int) answer {
	text := strings.ReplaceAll(goodErrorPage, "Page not found", "Error "+http.StatusText(code))
	return answer{code: code, header: html, body: text}
}

func errorWith(code int, from, to string) answer {
	a := errorPage(code)
	a.body = strings.Replace(a.body, from, to, 1)
	return a
}

func to(path string) answer {
	return answer{code: 302, header: map[string]string{"Location": path}}
}

func listing(paths ...string) answer {
	var b strings.Builder
	b.WriteString("<urlset>")
	for _, p := range paths {
		b.WriteString("<url><loc>{site}" + p + "</loc></url>")
	}
	b.WriteString("</urlset>")
	return answer{code: 200, header: map[string]string{"Content-Type": "application/xml"}, body: b.String()}
}

func many(n int, path func(int) string, a func(int) answer) site {
	s := site{}
	for i := range n {
		s[path(i)] = a(i)
	}
	return s
}

func numbered(i int) string { return "/item/" + string(rune('1'+i)) }

// checkCases plant one fault each, and beside it what looks like the fault and
// is none.
var checkCases = []struct {
	id        string
	hit, miss site
}{
	{"status-409-on-get", site{"/a": errorPage(409)}, site{"/a": errorPage(404)}},
	{"status-423-on-get", site{"/a": errorPage(423)}, site{"/a": errorPage(404)}},
	{"status-412-428-on-get", site{"/a": errorPage(428)}, site{"/a": errorPage(409)}},
	{"status-425-on-get", site{"/a": errorPage(425)}, site{"/a": errorPage(404)}},
	{"status-400-on-clean-get", site{"/a": errorPage(400)}, site{"/a": errorPage(404)}},
	{"status-402-451", site{"/a": errorPage(451)}, site{"/a": errorPage(404)}},
	{"status-431", site{"/a": errorPage(431)}, site{"/a": errorPage(400)}},
	{"method-405-on-get", site{"/a": errorPage(405)}, site{"/a": errorPage(404)}},
	{"link-410", site{"/a": errorPage(410)}, site{"/a": errorPage(404)}},
	{"link-4xx", site{"/a": errorPage(404)}, site{"/a": errorPage(410)}},
	{"link-5xx", site{"/a": errorPage(500)}, site{"/a": errorPage(503)}},
	{
		"status-500-burst",
		many(6, numbered, func(i int) answer { return []answer{errorPage(500), goodPage("Item", "Text")}[min(i/2, 1)] }),
		many(6, numbered, func(i int) answer { return []answer{errorPage(500), goodPage("Item", "Text")}[min(i, 1)] }),
	},
	{"status-403-on-indexable", site{"/a": errorPage(403)}, site{"/a": errorPage(404)}},
	{
		"auth-missing-challenge",
		site{"/a": errorPage(401)},
		site{"/a": {code: 401, header: with(html, "WWW-Authenticate", "Basic"), body: goodErrorPage}},
	},
	{"allow-header-missing", site{"/a": errorPage(405)}, site{"/a": {code: 405, header: with(html, "Allow", "POST"), body: goodErrorPage}}},
	{"non-standard-status", site{"/a": errorPage(499)}, site{"/a": errorPage(451)}},
	{"status-418-420", site{"/a": errorPage(420)}, site{"/a": errorPage(422)}},
	{"retry-after-missing-503", site{"/a": errorPage(503)}, site{"/a": {code: 503, header: with(html, "Retry-After", "0"), body: goodErrorPage}}},
	{
		"retry-after-invalid",
		site{"/a": {code: 404, header: with(html, "Retry-After", "soon"), body: goodErrorPage}},
		site{"/a": {code: 404, header: with(html, "Retry-After", "120"), body: goodErrorPage}},
	},
	{"status-200-empty", site{"/a": {code: 200, header: html, body: "<p>"}}, site{"/a": {code: 200, header: map[string]string{"Content-Type": "text/css"}}}},
	{"status-204-on-page", site{"/a": {code: 204}}, site{"/a": goodPage("A", "Text")}},
	{"network-error", site{"/a": {cut: true}}, site{"/a": errorPage(500)}},
	{"redirect-chain", site{"/a": to("/b"), "/b": to("/c"), "/c": goodPage("C", "Text")}, site{"/b": to("/c"), "/c": goodPage("C", "Text")}},
	{"redirect-loop", site{"/a": to("/b"), "/b": to("/a")}, site{"/a": to("/b"), "/b": goodPage("B", "Text")}},
	{"redirect-too-many", longChain(11), longChain(10)},
	{"redirect-to-error", site{"/a": to("/hidden")}, site{"/a": to("/hidden"), "/hidden": goodPage("B", "Text")}},
	{"redirect-missing-location", site{"/a": {code: 302}}, site{"/a": to("/")}},
	{
		"robots-html",
		site{"/robots.txt": goodPage("The shop", "Welcome")},
		site{"/robots.txt": {code: 200, body: "# all may come\n"}},
	},
	{
		"robots-disallow-all",
		site{"/robots.txt": {code: 200, body: "User-agent: Googlebot\nDisallow: /\n\nUser-agent: *\nDisallow:\n"}},
		site{"/robots.txt": {code: 200, body: "User-agent: badbot\nDisallow: /\n\nUser-agent: *\nDisallow: /private/\n"}},
	},
	{
		"robots-ambiguous",
		site{"/a": goodPage("A", "Text"), "/robots.txt": {code: 200, body: "User-agent: *\nDisallow: /a\nAllow: /a\n"}},
		site{"/a": goodPage("A", "Text"), "/robots.txt": {code: 200, body: "User-agent: *\nDisallow: /a/\nAllow: /a\n"}},
	},
	{"sitemap-url-4xx", site{"/sitemap.xml": listing("/hidden")}, site{"/sitemap.xml": listing("/hidden"), "/hidden": goodPage("B", "Text")}},
	{"sitemap-url-5xx", site{"/sitemap.xml": listing("/hidden"), "/hidden": errorPage(500)}, site{"/sitemap.xml": listing("/hidden"), "/hidden": errorPage(503)}},
	{"sitemap-url-redirect", site{"/sitemap.xml": listing("/hidden"), "/hidden": to("/")}, site{"/sitemap.xml": listing("/")}},
	{"error-page-bare", site{"/a": {code: 404, header: html, body: "<title>404</title><a href=/>Home</a>"}}, site{"/a": errorPage(404)}},
	{"error-body-empty", site{"/a": {code: 404}}, site{"/a": {code: 204}}},
	{"error-page-title", site{"/a": errorWith(404, "Error Not Found – Shop", "The shop")}, site{"/a": errorPage(404)}},
	{
		"error-page-navigation",
		site{"/a": {code: 404, header: html, body: strings.ReplaceAll(goodErrorPage, "<a href=\"/", "<a href=\"/x/y/")}},
		site{"/a": {code: 404, header: html, body: strings.ReplaceAll(goodErrorPage, `<a href="/">`, `<form role=search>`)}},
	},
	{"error-page-canonical-home", site{"/a": errorWith(404, "<main>", `<link rel=canonical href="/"><main>`)}, site{"/a": errorWith(404, "<main>", `<link rel=icon href="/search"><main>`)}},
	{"error-page-noindex", site{"/a": errorWith(404, "<main>", `<meta name=robots content=noindex><main>`)}, site{"/a": errorWith(404, "<main>", `<meta name=robots content=nofollow><main>`)}},
	{"error-meta-refresh", site{"/a": errorWith(404, "<main>", `<meta http-equiv=refresh content="5; url=/"><main>`)}, site{"/a": errorWith(404, "<main>", `<meta http-equiv=refresh content="5"><main>`)}},
	{
		"error-stack-trace",
		site{"/a": errorWith(500, "<ul>", "<pre>Traceback (most recent call last):\n  File \"/srv/app/views.py\"</pre><ul>")},
		site{"/a": errorWith(500, "<ul>", "<p>We trace back every error.</p><ul>")},
	},
	{
		"error-cacheable-5xx",
		site{"/a": {code: 500, header: with(html, "Cache-Control", "max-age=60"), body: goodErrorPage}},
		site{"/a": {code: 500, header: with(html, "Cache-Control", "max-age=10"), body: goodErrorPage}},
	},
	{
		"error-cdn-cache-directive",
		site{"/a": {code: 500, header: with(html, "CDN-Cache-Control", "max-age=60"), body: goodErrorPage}},
		site{"/a": {code: 404, header: with(html, "CDN-Cache-Control", "max-age=60"), body: goodErrorPage}},
	},
	{
		"error-long-cached-404",
		site{"/a": {code: 404, header: with(html, "Cache-Control", "max-age=90000"), body: goodErrorPage}},
		site{"/a": {code: 404, header: with(html, "Cache-Control", "max-age=600"), body: goodErrorPage}},
	},
	{"broken-image", site{"/a": goodPage("A", `<img src="/hidden.png">`)}, site{"/a": goodPage("A", `<!-- <img src="/hidden.png"> -->`)}},
	{"broken-script", site{"/a": goodPage("A", `<script src="/hidden.js"></script>`)}, site{"/a": goodPage("A", `<template><script src="/hidden.js"></script></template>`)}},
	{"broken-style", site{"/a": goodPage("A", `<link rel=stylesheet href="/hidden.css">`)}, site{"/a": goodPage("A", `<link rel=preconnect href="/hidden.css">`)}},
	{
		"resource-html-fallback",
		site{"/a": goodPage("A", `<link rel=stylesheet href="/hidden.css">`), "/hidden.css": goodPage("Shop", "Text")},
		site{"/a": goodPage("A", `<link rel=stylesheet href="/hidden.css">`), "/hidden.css": {code: 200, header: html, body: "main { color: black } /* of the wrong type, and yet the file that was meant */"}},
	},
	{"broken-media", site{"/a": goodPage("A", `<video src="/hidden.mp4"></video>`)}, site{"/a": goodPage("A", `<a href="data:video/mp4,">film</a>`)}},
}

func longChain(redirects int) site {
	s := site{}
	for i := range redirects {
		s["/hidden/"+string(rune('a'+i))] = to("/hidden/" + string(rune('b'+i)))
	}
	s["/hidden/"+string(rune('a'+redirects))] = goodPage("End", "Text")
	s["/start"] = goodPage("Start", `<a href="/hidden/a">go</a>`)
	return s
}

func TestEachCheckFindsItsFaultAndLeavesTheNearMiss(t *testing.T) {
	for _, c := range checkCases {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			report := run(t, located(c.hit))
			f := find(report, c.id)
			if f == nil {
				t.Fatalf("planted fault: found %v, want %s", idsOf(report), c.id)
			}
			check, _ := rule.Lookup(c.id)
			if f.Why != check.Why || f.Fix != check.Fix || f.SeverityDefault != check.Severity || len(f.Fingerprint) != 32 {
				t.Errorf("the finding does not speak as its check does: %+v", f)
			}
			if len(f.Sources) == 0 && check.Unit == rule.PerURL && check.Group != "F" {
				t.Error("the finding names no place where the address stands")
			}
			if report := run(t, located(c.miss)); find(report, c.id) != nil {
				t.Errorf("near miss: found %+v", find(report, c.id))
			}
		})
	}
}

// located puts the host of the request into bodies, for what must be absolute.
func located(s site) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		copied := site{}
		for path, a := range s {
			a.body = strings.ReplaceAll(a.body, "{site}", "http://"+r.Host)
			copied[path] = a
		}
		copied.ServeHTTP(w, r)
	})
}

// elsewhere are the checks with tests of their own: they need more than one
// plain site, or facts that a fast test cannot bring about.
var elsewhere = []string{
	"soft404-probe", "soft404-probe-redirect", "robots-5xx", "tls-chain", "status-flapping", "crawl-truncated",
	"rate-limited-crawler", "retry-after-missing-429", "maintenance-with-200",
}

func TestEveryCheckHasAHitAndANearMiss(t *testing.T) {
	var tested []string
	for _, c := range checkCases {
		tested = append(tested, c.id)
	}
	tested = append(tested, elsewhere...)
	for _, c := range rule.All() {
		if !slices.Contains(tested, c.ID) {
			t.Errorf("%s has no test", c.ID)
		}
	}
}
