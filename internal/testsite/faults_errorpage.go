package testsite

import (
	"net/http"
	"strings"
)

// errorPageFaults are those of group C. Each stands at a linked address, whose
// status is a finding of its own.
func errorPageFaults() []Planted {
	at404 := func(id string, a Answer, more ...string) Planted { return linked(id, a, append(more, "link-4xx")...) }
	at500 := func(id string, a Answer) Planted { return linked(id, a, "link-5xx") }
	missing, failed := errorPage(404), errorPage(500)
	return append(shapeFaults(), []Planted{
		at404("error-page-bare", typed("text/html; charset=utf-8", bareError).status(404)),
		at404("error-body-empty", Answer{Status: 404}),
		at404("error-page-title", missing.replace("<title>Page not found – The atlas", "<title>The atlas")),
		at404("error-page-navigation", missing.replace(`<a href="/">Begin at the home page</a>`, "Begin at the home page")),
		linked("error-page-resolution", errorPage(409).replace("<ul>", "<p>").replace("</ul>", "</p>").replace("<li>", "").replace("<li>", "").replace("<li>", ""), "status-409-on-get"),
		at404("error-page-canonical-home", missing.replace("<title>", `<link rel="canonical" href="/"><title>`)),
		at404("error-page-noindex", missing.replace("<title>", `<meta name="robots" content="noindex"><title>`)),
		{
			ID: "error-negotiation-html", Implies: []string{"link-4xx"}, Pages: map[string]Answer{
				"1.html": goodPage("A sheet", ""), "2.html": goodPage("Another sheet", ""), "3.html": typed("application/problem+json", `{"title":"Not found","status":404}`).status(404),
			},
		},
		{
			ID: "error-negotiation-api", Implies: []string{"link-4xx"}, Pages: map[string]Answer{
				"api/1": typed("application/json", `{"name":"coast"}`), "api/2": typed("application/json", `{"name":"valley"}`), "api/3": missing,
			},
		},
		at404("error-vary-missing", unlike(missing, func(r *http.Request) (Answer, bool) {
			return typed("application/problem+json", `{"title":"Not found","status":404}`).status(404), strings.HasPrefix(r.Header.Get("Accept"), "application/json")
		})),
		at500("error-stack-trace", failed.replace("<ul>", "<pre>Traceback (most recent call last):\n  File \"/srv/app/views.py\", line 3</pre><ul>")),
		at500("error-cacheable-5xx", failed.with("Cache-Control", "public, max-age=600")),
		at500("error-cdn-cache-directive", failed.with("CDN-Cache-Control", "max-age=600")),
		at404("error-long-cached-404", missing.with("Cache-Control", "max-age=31536000")),
		at404("error-meta-refresh", missing.replace("<title>", `<meta http-equiv="refresh" content="5; url=/"><title>`)),
	}...)
}

// bareError has all that a page needs, and nothing that helps.
const bareError = `<html lang="en"><head><meta name="viewport" content="width=device-width"><title>404 Not Found</title></head>` +
	`<body><main><h1>404 Not Found</h1><a href=/>Home</a></main></body></html>`

// status returns the answer under another status; an error has no validators.
func (a Answer) status(code int) Answer {
	a.Status, a.Unlike = code, nil
	header := map[string]string{}
	for name, value := range a.Header {
		if name != "ETag" && name != "Last-Modified" {
			header[name] = value
		}
	}
	a.Header = header
	return a
}

// unlike gives some requests another answer; the others get a's own.
func unlike(a Answer, to func(*http.Request) (Answer, bool)) Answer {
	own := a.Unlike
	a.Unlike = func(r *http.Request) (Answer, bool) {
		if other, ok := to(r); ok || own == nil {
			return other, ok
		}
		return own(r)
	}
	return a
}
