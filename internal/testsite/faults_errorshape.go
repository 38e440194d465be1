package testsite

import (
	"net/http"
	"strings"
)

// shapeFaults are those of group C about the build of an error page, its
// format and its fields.
func shapeFaults() []Planted {
	missing, failed := errorPage(404), errorPage(500)
	at404 := func(id, from, to string) Planted { return linked(id, missing.replace(from, to), "link-4xx") }
	with := func(id string, a Answer, more ...string) Planted { return linked(id, a, append(more, "link-4xx")...) }
	head := func(id, element string) Planted { return at404(id, "<title>", element+"<title>") }
	return []Planted{
		at404("error-page-h1", "</h1>", "</h1><h1>Or was it?</h1>"),
		at404("error-page-lang", ` lang="en"`, ""),
		with("error-page-landmark", missing.replace("<main>", "<div>").replace("</main>", "</div>")),
		at404("error-page-viewport", `<meta name="viewport" content="width=device-width">`, ""),
		with("error-page-needs-js", typed("text/html; charset=utf-8", emptyShell).status(404), "error-page-bare"),
		head("error-page-index-directive", `<meta name="robots" content="index, follow">`),
		head("error-page-analytics-status", `<meta property="og:url" content="http://{host}{path}">`),
		at404("error-status-mismatch-text", "<h1>Page not found", "<h1>Error 500"),
		{ID: "error-template-foreign", Implies: []string{"link-4xx"}, Pages: map[string]Answer{
			"1.html": missing.replace("<title>", lookOf("atlas")+"<title>"), "2.html": missing.replace("<title>", lookOf("relay")+"<title>"),
		}},
		at404("error-size", "<ul>", "<svg>"+strings.Repeat(`<path d="M0 0 1 1 2 3 5 8"/>`, 4000)+"</svg><ul>"),
		{ID: "error-external-assets", Implies: []string{"broken-style", "link-5xx"}, Pages: map[string]Answer{
			"sheet": failed.replace("<title>", `<link rel="stylesheet" href="{here}hidden.css"><title>`), "hidden.css": failed,
		}},
		with("error-content-type", missing.with("Content-Type", "text/plain; charset=utf-8")),
		with("error-json-not-problem", typed("application/json", `{"error":"not_found"}`).status(404)),
		with("problem-status-mismatch", typed("application/problem+json", `{"title":"Failure","status":500}`).status(404)),
		{ID: "error-machine-endpoint-html", Implies: []string{"link-4xx"}, Pages: map[string]Answer{"list.json": missing}},
		with("error-version-leak", missing.with("X-Powered-By", "PHP/8.2.1")),
		with("error-set-cookie", missing.with("Cache-Control", "public, max-age=60").with("Set-Cookie", "drawer=3; Path=/")),
		{ID: "error-cors-lost", Implies: []string{"link-4xx"}, Pages: map[string]Answer{
			"1": typed("application/json", `{"name":"coast"}`).with("Access-Control-Allow-Origin", "*"),
			"2": typed("application/problem+json", `{"title":"Not found","status":404}`).status(404),
		}},
		with("error-head-body", unlike(missing, func(r *http.Request) (Answer, bool) {
			return errorPage(405).with("Allow", "GET"), r.Method == http.MethodHead
		})),
		linked("error-request-id-missing", failed.without("X-Request-Id"), "link-5xx"),
	}
}

// emptyShell is an error page that only scripts fill.
var emptyShell = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Page not found – The atlas</title></head><body><div id="root"></div><script>` +
	strings.Repeat("document.title = 'Page not found – The atlas';\n", 12) + `</script></body></html>
`

// lookOf is a style sheet with the name of whoever made it.
func lookOf(maker string) string {
	return strings.ReplaceAll("<style>.M-a{margin:0}.M-b{color:#333}.M-c{padding:1em}.M-d{border:0}.M-e{float:left}.M-f{width:9em}</style>", "M", maker)
}
