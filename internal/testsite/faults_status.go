package testsite

import (
	"net/http"
	"strings"
)

// statusFaults are those of group A: statuses on linked addresses.
func statusFaults() []Planted {
	return []Planted{
		linked("link-4xx", errorPage(404)),
		linked("link-5xx", errorPage(500)),
		linked("status-409-on-get", errorPage(409)),
		linked("status-423-on-get", errorPage(423)),
		linked("status-412-428-on-get", errorPage(428)),
		linked("status-403-on-indexable", errorPage(403)),
		linked("auth-missing-challenge", errorPage(401), "link-4xx"),
		linked("method-405-on-get", errorPage(405).with("Allow", "POST")),
		linked("allow-header-missing", errorPage(405), "method-405-on-get"),
		linked("rate-limited-crawler", errorPage(429).with("Retry-After", "1")),
		{ID: "retry-after-missing-429", Pages: map[string]Answer{"sheet": errorPage(429)}, May: []string{"rate-limited-crawler"}},
		linked("retry-after-missing-503", errorPage(503)),
		linked("retry-after-invalid", errorPage(503).with("Retry-After", "in a while")),
		{ID: "maintenance-with-200", Whole: true, Every: new(paused())},
		severalWith("status-500-burst", 6, always(errorPage(500)), "link-5xx"),
		linked("non-standard-status", errorPage(499), "link-4xx"),
		linked("status-200-empty", Answer{Header: map[string]string{"Content-Type": "text/html", "Last-Modified": changed}, Body: "<p>", Unlike: unchanged}),
		linked("status-204-on-page", Answer{Status: 204}),
		linked("network-error", Answer{Abort: true}),
		{ID: "auth-in-index-path", Pages: map[string]Answer{"sheet": errorPage(401).with("WWW-Authenticate", "Basic")}, Listed: []string{"sheet"}, Implies: []string{"sitemap-url-4xx"}},
		linked("status-out-of-range", errorPage(700)),
		linked("status-206-unrequested", goodPage("A sheet", "").with("Content-Range", "bytes 0-99/400")),
		severalWith("gateway-502-504", 5, always(errorPage(502)), "link-5xx", "status-500-burst"),
	}
}

func severalWith(id string, n int, a func(int) Answer, implies ...string) Planted {
	f := several(id, n, a)
	f.Implies = implies
	return f
}

func paused() Answer {
	return goodPage("We are back soon", "<p>The atlas is under maintenance.</p>")
}

// softFaults are those of group B: errors told as success.
func softFaults() []Planted {
	missing := goodPage("Page not found", "<p>There is no such sheet.</p>").replace("This sheet of the atlas", "Nothing here")
	shell := Answer{Header: map[string]string{"Content-Type": "text/html", "Last-Modified": changed}, Body: appShell, Unlike: unchanged}
	shop := goodPage("A sheet", "<p>Of three that lie here together.</p>")
	sheets := map[string]Answer{"1.html": shop, "2.html": shop.replace("three", "several"), "3.html": shop.replace("Of", "One of")}
	return []Planted{
		{ID: "soft404-probe", Pages: sheets, Tree: new(goodPage("Sheets", "<p>Whatever was asked for.</p>"))},
		{ID: "soft404-probe-redirect", Pages: sheets, Tree: new(to(302, "/"))},
		{
			ID: "soft404-similar", Implies: []string{"soft404-probe"}, Pages: withPage(sheets, "lost.html", blank()),
			Tree: new(blank()),
		},
		linked("soft404-phrase", missing),
		linked("soft404-framework-marker", goodPage("A sheet", `<template data-dgst="NEXT_HTTP_ERROR_FALLBACK;404"></template>`)),
		{
			ID: "soft404-page-param", Pages: map[string]Answer{"list?page=1": listPage(2), "list?page=2": listPage(1)},
			Tree: new(unlike(errorPage(404), func(r *http.Request) (Answer, bool) {
				return listPage(2).at("/planted/soft404-page-param/"), strings.HasSuffix(r.URL.Path, "/list")
			})),
		},
		{ID: "soft404-spa", Whole: true, Answers: map[string]Answer{"/": shell}, Unknown: &shell},
		linked("error-200-json", typed("application/json", `{"error":"not_found","message":"There is no such sheet."}`)),
		linked("soft5xx-signature", goodPage("Error establishing a database connection", "")),
		walled("challenge-2xx", challenge("")),
		walled("challenge-noindex", challenge(`<meta name="robots" content="noindex">`), "challenge-2xx"),
		{ID: "path-suffix-accepted", Pages: map[string]Answer{"sheet": shop}, Tree: new(unlike(errorPage(404), func(r *http.Request) (Answer, bool) {
			return shop, strings.HasPrefix(r.URL.Path, "/planted/path-suffix-accepted/sheet/") && !strings.HasSuffix(r.URL.Path, "/")
		}))},
		{ID: "case-insensitive-200", Pages: map[string]Answer{"sheet": shop}, Tree: new(unlike(errorPage(404), func(r *http.Request) (Answer, bool) {
			return shop, strings.EqualFold(r.URL.Path, "/planted/case-insensitive-200/sheet")
		}))},
		{ID: "error-url-200", Answers: map[string]Answer{"/404.html": missing}},
		{ID: "content-at-404", Pages: map[string]Answer{"sheet": richAt404()}, Listed: []string{"sheet"}, Implies: []string{"error-page-title", "sitemap-url-4xx"}},
		severalWith("homepage-as-404", 6, always(Answer{Home: true})),
	}
}

func withPage(pages map[string]Answer, name string, a Answer) map[string]Answer {
	out := map[string]Answer{name: a}
	for n, p := range pages {
		out[n] = p
	}
	return out
}

// blank is what a shop shows for an article that it does not have, without
// saying so.
func blank() Answer {
	return goodPage("Our sheets", `<p>Choose a sheet from the cabinet on the left, or ask at the desk, where somebody
will fetch the drawer for you and lay out what it holds on the long table beside the window.</p>`)
}

// listPage is a list with a link to one of its other pages.
func listPage(other int) Answer {
	link := `<ul><li>A coast</li><li>A valley</li></ul><p><a href="{here}list?page=1">1</a> <a rel="next" href="{here}list?page=2">2</a></p>`
	if other == 1 {
		link = `<ul><li>A ridge</li><li>A lake</li></ul><p><a rel="prev" href="{here}list?page=1">1</a></p>`
	}
	return goodPage("List of sheets", link)
}

// walled is a fault that a wall against robots shows on several pages.
func walled(id string, a Answer, implies ...string) Planted {
	f := severalWith(id, 3, always(a), implies...)
	f.Answers = map[string]Answer{wallScript: typed("text/javascript", "let ok = false\n")}
	return f
}

const wallScript = "/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"

func challenge(head string) Answer {
	return Answer{
		Header: map[string]string{"Content-Type": "text/html; charset=utf-8", "Last-Modified": changed},
		Body: `<!doctype html><html lang="en"><head><title>Just a moment...</title>` + head + `</head><body><main><h1>Just a moment...</h1>
<script src="` + wallScript + `"></script><noscript>Enable JavaScript</noscript></main></body></html>`,
		Unlike: unchanged,
	}
}

// richAt404 is a long page that somebody wants, under a wrong status.
func richAt404() Answer {
	a := goodPage("The northern coast", paragraph(1)+paragraph(2)+paragraph(3))
	a.Status, a.Unlike = 404, nil
	return a
}

const appShell = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The atlas</title></head>
<body><div id="root"></div><script>document.title="The atlas"</script></body></html>
`
