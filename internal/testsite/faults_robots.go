package testsite

import (
	"net/http"
	"strings"
	"sync/atomic"
)

func plain(body string) *Answer {
	return &Answer{Header: map[string]string{"Content-Type": "text/plain; charset=utf-8"}, Body: body}
}

const siteMap = "\nSitemap: http://{host}/sitemap.xml\n"

// robotsFaults are those of group F. A robots.txt is one for the whole site.
func robotsFaults() []Planted {
	sheet := map[string]Answer{"sheet": goodPage("A sheet", "")}
	style := map[string]Answer{"hidden.css": stylesheet}
	return []Planted{
		{ID: "robots-5xx", Whole: true, Robots: new(errorPage(500))},
		{ID: "robots-4xx", Whole: true, Robots: new(errorPage(403))},
		{ID: "robots-html", Whole: true, Robots: new(goodPage("The atlas", ""))},
		{ID: "robots-too-large", Whole: true, Robots: plain("User-agent: *\nDisallow: /private/\n" + siteMap + strings.Repeat("# The atlas has no secrets, only drawers.\n", 14000) + "Disallow: /cabinet/\n")},
		{ID: "robots-disallow-all", Whole: true, Robots: plain("User-agent: Googlebot\nDisallow: /\n\nUser-agent: *\nDisallow: /private/\n" + siteMap)},
		{ID: "robots-syntax", Whole: true, Robots: plain("User-agent: *\nDisalow: /private/\nDisallow /cellar/\nDisallow: /attic/\n" + siteMap)},
		{ID: "robots-ambiguous", Pages: sheet, Rules: "Disallow: {here}sheet\nAllow: {here}sheet\n"},
		{ID: "robots-blocks-resources", Pages: style, Head: `<link rel="stylesheet" href="{here}hidden.css">`, Rules: "Disallow: {here}\n"},
		{ID: "robots-blocks-sitemap-url", Pages: map[string]Answer{"hidden": goodPage("A sheet", "")}, Listed: []string{"hidden"}, Rules: "Disallow: {here}\n"},
		{ID: "robots-sitemap-line", Whole: true, Robots: plain("User-agent: *\nDisallow: /private/\n\nSitemap: /sitemap.xml\nSitemap: http://{host}/sitemap.xml\n")},
	}
}

const goodRules = "User-agent: *\nDisallow: /private/\n"

// robotsAnswerFaults are those of group F in the answer itself, and in what the
// rules mean to the pages.
func robotsAnswerFaults() []Planted {
	sheet := map[string]Answer{"sheet": goodPage("A sheet", "")}
	var asked atomic.Int32
	return []Planted{
		{ID: "robots-redirect", Whole: true, Robots: new(to(301, "{here}hidden.txt")), Pages: map[string]Answer{"hidden.txt": *plain(goodRules + siteMap)}},
		{ID: "robots-body-status-conflict", Whole: true, Robots: plain("404: not found\n")},
		{ID: "robots-content-type", Whole: true, Robots: new(plain(goodRules+siteMap).with("Content-Type", "application/octet-stream"))},
		{ID: "robots-cache", Whole: true, Robots: new(plain(goodRules+siteMap).with("Cache-Control", "max-age=2592000"))},
		{ID: "robots-group-override", Whole: true, Robots: plain("User-agent: bingbot\nDisallow: /cellar/\n\n" + goodRules + siteMap)},
		{ID: "robots-case-or-encoding", Pages: sheet, Rules: "Disallow: {here}Sheet\n"},
		{ID: "robots-flap", Whole: true, Robots: &Answer{Unlike: func(*http.Request) (Answer, bool) {
			if asked.Add(1)%2 == 1 {
				return *plain(goodRules + siteMap), true
			}
			return *plain(goodRules + "Disallow: /cellar/\n" + siteMap), true
		}}},
		{
			ID: "robots-blocks-canonical-target", Rules: "Disallow: {here}hidden\n", Implies: []string{"canonical-to-blocked"},
			Pages: map[string]Answer{"sheet": goodPage("A sheet", "").replace("<title>", `<link rel="canonical" href="{here}hidden"><title>`)},
		},
		{
			ID: "robots-blocks-hreflang-target", Rules: "Disallow: {here}hidden\n", Implies: []string{"hreflang-to-blocked"},
			Pages: map[string]Answer{"sheet": goodPage("A sheet", "").replace("<title>", `<link rel="alternate" hreflang="de" href="{here}hidden"><title>`)},
		},
		{ID: "robots-blocks-redirect-hop", Rules: "Disallow: {here}hidden\n", Implies: []string{"redirect-to-blocked"}, Pages: map[string]Answer{"old": to(301, "{here}hidden")}},
		{
			ID: "robots-blocks-error-fix", Whole: true, Pages: map[string]Answer{"sheet": errorPage(410)}, Implies: []string{"link-410"},
			Robots: plain("User-agent: Googlebot\nDisallow: {here}\nDisallow: /private/\n\n" + goodRules + siteMap),
		},
	}
}

// signalFaults are those of group G: signals for the index against the status.
func signalFaults() []Planted {
	noindex := `<meta name="robots" content="noindex">`
	canonical := func(id string, target Answer, more ...string) Planted {
		page := goodPage("A sheet", "").replace("<title>", `<link rel="canonical" href="http://{host}{here}hidden"><title>`)
		return Planted{ID: id, Pages: map[string]Answer{"sheet": page, "hidden": target}, Implies: more}
	}
	point := func(at string) Answer {
		return goodPage("Sheet "+at, "").replace("<title>", `<link rel="canonical" href="http://{host}{here}`+at+`"><title>`)
	}
	listed := canonical("canonical-to-5xx", errorPage(500))
	return []Planted{
		{
			ID: "noindex-blocked", Whole: true, Pages: map[string]Answer{"sheet": goodPage("A sheet", "").replace("<title>", noindex+"<title>")},
			Robots: plain("User-agent: Googlebot\nDisallow: {here}\nDisallow: /private/\n\nUser-agent: *\nDisallow: /private/\n" + siteMap),
		},
		linked("robots-meta-header-conflict", goodPage("A sheet", "").replace("<title>", `<meta name="robots" content="index"><title>`).with("X-Robots-Tag", "noindex")),
		{ID: "noindex-sitewide", Whole: true, Head: noindex, Implies: []string{"sitemap-url-noindex"}},
		canonical("canonical-to-4xx", errorPage(404)),
		listed,
		canonical("canonical-to-redirect", to(301, "/")),
		canonical("canonical-to-noindex", goodPage("Another sheet", "").replace("<title>", noindex+"<title>")),
		linked("canonical-not-http", goodPage("A sheet", "").replace("<title>", `<link rel="canonical" href="file:///build/sheet.html"><title>`)),
		{ID: "canonical-loop", Pages: map[string]Answer{"a": point("b"), "b": point("a")}},
		{
			ID: "hreflang-to-non-200", Pages: map[string]Answer{
				"sheet": goodPage("A sheet", "").replace("<title>", `<link rel="alternate" hreflang="de" href="http://{host}{here}hidden"><title>`), "hidden": errorPage(404),
			},
		},
		{
			ID: "pagination-broken", Implies: []string{"link-4xx"}, Pages: map[string]Answer{
				"list": goodPage("A list", `<p><a rel="next" href="{here}hidden">Next</a></p>`).replace("<title>", `<link rel="next" href="http://{host}{here}hidden"><title>`), "hidden": errorPage(404),
			},
		},
	}
}

// headFaults are those of group G whose targets answer well.
func headFaults() []Planted {
	head := func(title, element string) Answer { return goodPage(title, "").replace("<title>", element+"<title>") }
	pointing := func(to string) string { return `<link rel="canonical" href="` + to + `">` }
	german := head("A sheet", `<link rel="alternate" hreflang="de" href="{here}hidden">`)
	return []Planted{
		linked("robots-meta-contradiction", head("A sheet", `<meta name="robots" content="index, follow"><meta name="robots" content="noindex">`)),
		linked("unavailable-after-past", head("A sheet", `<meta name="robots" content="unavailable_after: 2005-06-25">`)),
		{ID: "canonical-to-blocked", Rules: "Disallow: {here}hidden\n", Implies: []string{"robots-blocks-canonical-target"}, Pages: map[string]Answer{"sheet": head("A sheet", pointing("{here}hidden"))}},
		{ID: "canonical-to-soft404", Implies: []string{"soft404-framework-marker"}, Pages: map[string]Answer{
			"sheet": head("A sheet", pointing("{here}lost")), "lost": goodPage("A lost sheet", `<template data-dgst="NEXT_HTTP_ERROR_FALLBACK;404"></template>`),
		}},
		{ID: "canonical-chain", Pages: map[string]Answer{"a": head("Sheet a", pointing("{here}b")), "b": head("Sheet b", pointing("{here}c")), "c": goodPage("Sheet c", "")}},
		severalWith("canonical-to-home", 20, always(head("A sheet", pointing("/")))),
		{ID: "hreflang-to-noncanonical", Pages: map[string]Answer{"sheet": german, "hidden": head("Another sheet", pointing("/"))}},
		{ID: "hreflang-to-blocked", Rules: "Disallow: {here}hidden\n", Implies: []string{"robots-blocks-hreflang-target"}, Pages: map[string]Answer{"sheet": german}},
	}
}

// sitemapFaults are those of group H.
func sitemapFaults() []Planted {
	inSitemap := func(id string, a Answer, more ...string) Planted {
		return Planted{ID: id, Pages: map[string]Answer{"hidden": a}, Listed: []string{"hidden"}, Implies: more}
	}
	listing := typed("application/xml", "<urlset "+sitemapSpace+"><url><loc>http://{host}/</loc></url></urlset>")
	return []Planted{
		inSitemap("sitemap-url-4xx", errorPage(404)),
		inSitemap("sitemap-url-5xx", errorPage(500)),
		inSitemap("sitemap-url-redirect", to(301, "/")),
		inSitemap("sitemap-url-soft404", goodPage("A sheet", `<template data-dgst="NEXT_HTTP_ERROR_FALLBACK;404"></template>`), "soft404-framework-marker"),
		inSitemap("sitemap-url-noindex", goodPage("A sheet", "").replace("<title>", `<meta name="robots" content="noindex"><title>`)),
		{ID: "sitemap-not-200", Sitemap: []string{"gone.xml"}},
		inSitemap("sitemap-url-noncanonical", goodPage("A sheet", "").replace("<title>", `<link rel="canonical" href="/"><title>`), "orphan-page"),
		{ID: "sitemap-url-blocked", Listed: []string{"sheet"}, Pages: map[string]Answer{"sheet": goodPage("A sheet", "")}, Rules: "Disallow: {here}sheet$\n"},
		{ID: "sitemap-missing", Whole: true, Robots: plain(goodRules), Answers: map[string]Answer{"/sitemap.xml": errorPage(404)}},
		{ID: "sitemap-redirect", Sitemap: []string{"hidden-old.xml"}, Pages: map[string]Answer{"hidden-old.xml": to(301, "{here}hidden.xml"), "hidden.xml": listing}},
		{ID: "sitemap-blocked", Sitemap: []string{"hidden.xml"}, Pages: map[string]Answer{"hidden.xml": listing}, Rules: "Disallow: {here}\n"},
		{ID: "sitemap-html", Sitemap: []string{"hidden.xml"}, Pages: map[string]Answer{"hidden.xml": goodPage("The atlas", "")}},
		{ID: "sitemap-too-large", Sitemap: []string{"hidden.xml"}, Pages: map[string]Answer{"hidden.xml": {Unlike: endlessListing}}},
		{ID: "sitemap-empty", Sitemap: []string{"hidden.xml"}, Pages: map[string]Answer{"hidden.xml": typed("application/xml", "<urlset "+sitemapSpace+"></urlset>")}},
		{ID: "sitemap-invalid", Sitemap: []string{"hidden.xml"}, Pages: map[string]Answer{"hidden.xml": typed("application/xml", "<urlset "+sitemapSpace+"><url><loc>http://{host}/</loc></url><url><loc>")}},
	}
}

// endlessListing is a sitemap of more addresses than a file may have, written
// when it is asked for.
func endlessListing(*http.Request) (Answer, bool) {
	entry := "<url><loc>http://{host}/</loc></url>"
	return typed("application/xml", "<urlset "+sitemapSpace+">"+strings.Repeat(entry, perSitemap+1)+"</urlset>"), true
}
