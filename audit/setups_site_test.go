package audit_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// from serves a test site.
func from(h http.Handler) func(*testing.T) string {
	return func(t *testing.T) string { return serve(t, h) }
}

// unknown answers what a site does not name in another way; the files that
// every site has stay as they are.
func unknown(s site, a func(*http.Request) answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, known := s[r.URL.RequestURI()]
		switch r.URL.RequestURI() {
		case "/", "/search", "/robots.txt", "/sitemap.xml":
			known = true
		}
		if known {
			s.ServeHTTP(w, r)
			return
		}
		site{r.URL.RequestURI(): a(r)}.ServeHTTP(w, r)
	})
}

func always(a answer) func(*http.Request) answer { return func(*http.Request) answer { return a } }

// localPage is a page in another language.
func localPage(lang, title, body string) answer {
	a := goodPage(title, body)
	a.body = strings.Replace(a.body, "lang=en", "lang="+lang, 1)
	return a
}

func withHead(a answer, head string) answer {
	a.body = strings.Replace(a.body, "<main>", head+"<main>", 1)
	return a
}

func moved(code int, path string) answer {
	return answer{code: code, header: map[string]string{"Location": path}}
}

// shelf are pages enough of one place for it to be probed.
func shelf(more site) site {
	s := site{}
	for i, name := range []string{"lamp", "chair", "table", "clock"} {
		s["/goods/"+name] = goodPage("The "+name, fmt.Sprintf("A %s for %d euro, made of wood by a carpenter of the valley who has done so for a long time.", name, 20+i))
	}
	for path, a := range more {
		s[path] = a
	}
	return s
}

// list names addresses in a sitemap.
func list(s site, paths ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/sitemap.xml" {
			s.ServeHTTP(w, r)
			return
		}
		var b strings.Builder
		b.WriteString(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
		for _, p := range append([]string{"/"}, paths...) {
			fmt.Fprintf(&b, "<url><loc>http://%s%s</loc></url>", r.Host, p)
		}
		b.WriteString("</urlset>")
		site{"/sitemap.xml": {code: 200, header: map[string]string{"Content-Type": "application/xml"}, body: b.String()}}.ServeHTTP(w, r)
	})
}

var siteSetups = []setup{
	{"a German error page with 200", from(unknown(shelf(nil), always(localPage("de", "Seite nicht gefunden", "Leider gibt es hier nichts. Schauen Sie auf unserer Startseite nach.")))), "soft404-probe", ""},
	{"a Japanese error page with 200", from(unknown(shelf(nil), always(localPage("ja", "ページが見つかりません", "お探しのページは移動または削除された可能性があります。")))), "soft404-probe", ""},
	{"a French error page with 200, linked", from(unknown(shelf(site{"/vieux": localPage("fr", "Page introuvable", "Désolé, cette page n'existe plus.")}), always(localPage("fr", "Page introuvable", "Désolé, cette page n'existe plus.")))), "soft404-phrase soft404-probe", ""},
	{"the address stands in the error page", from(unknown(shelf(nil), func(r *http.Request) answer {
		return goodPage("Nothing at "+r.URL.Path, "We looked for "+r.URL.Path+" on every shelf, in the cellar and in the attic, and asked all who work here, but nobody has ever heard of "+r.URL.Path+". Perhaps it was sold, or it never was. Our catalogue has several thousand other things, all of which are in stock today and will be sent to you within three days if you order them now.")
	})), "soft404-probe", ""},
	{"a login for what is unknown", from(unknown(shelf(site{"/login": goodPage("Log in", "<form><input type=password name=p><button>Go</button></form>")}), func(r *http.Request) answer {
		if r.URL.Path == "/login" {
			return goodPage("Log in", "<form><input type=password name=p><button>Go</button></form>")
		}
		return moved(302, "/login?next="+r.URL.Path)
	})), "soft404-probe-redirect", ""},
	{"a home page by language", from(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := site{"/en/": goodPage("Welcome", "To our shop. <a href=/en/about>About</a>"), "/de/": localPage("de", "Willkommen", "In unserem Laden."), "/en/about": goodPage("About", "Who we are.")}
		if s["/"] = moved(302, "/en/"); strings.HasPrefix(r.Header.Get("Accept-Language"), "de") {
			s["/"] = moved(302, "/de/")
		}
		s.ServeHTTP(w, r)
	})), "redirect-geo redirect-internal-link", ""},
	{"robots.txt is a page", from(site{"/robots.txt": goodPage("The shop", "Welcome.")}), "robots-html", ""},
	{"robots.txt forbidden", from(site{"/robots.txt": {code: 403, header: html, body: goodErrorPage}}), "robots-4xx", ""},
	{"a sitemap with what is not there", from(list(shelf(nil), "/goods/lamp", "/goods/sold", "/goods/lost")), "sitemap-url-4xx", ""},
	{"a sitemap with what is gone", from(list(shelf(site{"/hidden/a": withoutTitle410()}), "/hidden/a")), "sitemap-url-4xx", "error-page-title"},
	{"a link to what is gone", from(shelf(site{"/goods/old": withoutTitle410()})), "link-410", ""},
	{"a canonical to nothing", from(shelf(site{"/goods/bed": withHead(goodPage("The bed", "A bed."), `<link rel=canonical href="/goods/beds">`)})), "canonical-to-4xx", ""},
	{"a version in another language has moved", from(shelf(site{
		"/goods/bed": withHead(goodPage("The bed", "A bed."), `<link rel=alternate hreflang=de href="/hidden/bett">`), "/hidden/bett": moved(301, "/hidden/de/bett"),
		"/hidden/de/bett": localPage("de", "Das Bett", "Ein Bett."),
	})), "hreflang-to-redirect", ""},
	{"an outage for a year", from(shelf(site{"/goods/bed": {code: 503, header: map[string]string{"Content-Type": "text/html; charset=utf-8", "Retry-After": "60", "Cache-Control": "public, max-age=31536000"}, body: strings.ReplaceAll(goodErrorPage, "Page not found", "Service unavailable")}})), "error-cacheable-5xx", ""},
	{"slashes at war", from(shelf(site{"/goods/bed": moved(301, "/goods/bed/"), "/hidden": {}, "/goods/bed/": moved(301, "/goods/bed")})), "redirect-loop", ""},
	{"both slashes", from(shelf(site{"/goods/bed": goodPage("The bed", "A bed."), "/goods/bed/": goodPage("The bed", "A bed.")})), "trailing-slash", ""},
	{"HEAD is not known", from(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.Header().Set("Allow", "GET")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		shelf(nil).ServeHTTP(w, r)
	})), "head-get-mismatch", ""},
	{"a database is away", from(shelf(site{"/goods/bed": {code: 200, header: html, body: "<!doctype html><html lang=en><title>Database Error</title><body><h1>Error establishing a database connection</h1></body></html>"}})), "soft5xx-signature", ""},
	{"apache's page for a failure", from(shelf(site{"/goods/bed": {code: 200, header: html, body: "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>500 Internal Server Error</title>\n</head><body>\n<h1>Internal Server Error</h1>\n<p>The server encountered an internal error or\nmisconfiguration and was unable to complete\nyour request.</p>\n<p>More information about this error may be available\nin the server error log.</p>\n</body></html>\n"}})), "soft5xx-signature", ""},
	{"PHP fails in the middle", from(shelf(site{"/goods/bed": goodPage("The bed", "<br /><b>Fatal error</b>:  Uncaught Error: Call to undefined function price() in <b>/var/www/shop/bed.php</b> on line <b>12</b><br />")})), "soft5xx-signature", ""},
	{"an interface tells errors with 200", from(shelf(site{"/api/goods/9": {code: 200, header: map[string]string{"Content-Type": "application/json"}, body: `{"success":false,"error":{"code":404,"message":"no such thing"}}`}})), "error-200-json", ""},
	{"links build on each other", from(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/walk/") && strings.Count(r.URL.Path, "/") < 9 && strings.HasSuffix(r.URL.Path, "/") {
			site{r.URL.Path: goodPage("A walk", `Along the river. <a href="walk/on/">On</a>`)}.ServeHTTP(w, r)
			return
		}
		site{"/walk/": {}}.ServeHTTP(w, r)
	})), "crawl-trap-path-repeat crawl-trap-relative", "link-4xx soft404-probe case-insensitive-200"},
}

func withoutTitle410() answer {
	return answer{code: 410, header: html, body: strings.ReplaceAll(goodErrorPage, "Page not found", "This page is gone")}
}
