package audit_test

import (
	"net/http"
	"strings"
)

// innocent are pages that look like faults and are none.
var innocent = site{
	"/blog/how-to-404": goodPage("How to write a page for 404 Not Found", strings.Repeat("A good error page says what happened and leads on. ", 40)),
	"/help/missing":    goodPage("Why do I see \"Page not found\"?", "The address may be wrong. Look at it again, and ask us if that does not help."),
	"/status/404":      goodPage("404 Not Found", "The server cannot find the requested resource. <pre>HTTP/1.1 404 Not Found</pre> See RFC 9110 section 15.5.5."),
	"/status/403":      goodPage("403 Forbidden", "The server understood the request and refuses it. <pre>HTTP/1.1 403 Forbidden</pre> See RFC 9110 section 15.5.4."),
	"/status/500":      goodPage("500 Internal Server Error", "The server met something unexpected. <pre>HTTP/1.1 500 Internal Server Error</pre> See RFC 9110 section 15.6.1."),
	"/status/503":      goodPage("503 Service Unavailable", "The server cannot answer for a while. <pre>HTTP/1.1 503 Service Unavailable</pre> See RFC 9110 section 15.6.4."),
	"/music/17": withHead(goodPage("Not Found (Vinyl, 12\")", "The second record of the band, in red. <b>19.90 €</b><form action=/cart method=post><button>Add to cart</button></form>"),
		`<meta property="og:type" content="product">`),
	"/books/9":           goodPage("The Page Not Found – a novel", "A librarian looks for a page that somebody tore out. <b>12 €</b><form action=/basket method=post><button>Buy</button></form>"),
	"/search?q=unicorn":  goodPage("Nothing was found for unicorn", "Try another word. <form action=/search><input name=q value=unicorn></form>"),
	"/bus/410":           goodPage("410 | City buses", "From the harbour to the hospital, every ten minutes. Line 410 stops at the market and the old bridge."),
	"/rooms/404":         goodPage("404 – Room with a view", "On the fourth floor, for two."),
	"/cars/404":          goodPage("Peugeot 404", "Built from 1960 to 1975."),
	"/cart":              goodPage("Your cart", "There is nothing in it yet."),
	"/login":             goodPage("Log in", "<form method=post><input type=email name=m><input type=password name=p><button>Log in</button></form>"),
	"/goods/sold-out":    goodPage("The red lamp", "This lamp is no longer available. It was made of copper by hand, with a shade of linen, and stood in the window of the shop for years. <a href=/search>Others</a>"),
	"/wiki/New?edit":     withHead(goodPage("Creating New", "<form method=post><textarea name=text></textarea><button>Save</button></form>"), "<meta name=robots content=noindex>"),
	"/contact":           goodPage("Contact", "Write to us."),
	"/news/maintenance":  goodPage("The bridge is under maintenance", "From Monday on, for six weeks."),
	"/news/error-500":    goodPage("The Indianapolis 500: an error decides", "In the last lap the leader braked too late and lost the race that he had led for three hours."),
	"/blog/access":       goodPage("Access denied: a history of doors", "Of locks and keys."),
	"/blog/just-moments": goodPage("Just a moment in time", "Photographs of a summer."),
}

// wideOpen is a site on which anybody has a page of their own.
var wideOpen = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, "/u/")
	s := site{"/u/ann": {}, "/u/bob": {}, "/u/cleo": {}}
	if ok {
		text := ""
		for i := range 30 {
			text += strings.ToUpper(name[:1]) + name[i%len(name):] + " likes " + name[(i*7)%len(name):] + " and walks. "
		}
		s[r.URL.Path] = goodPage(name, text)
	}
	s.ServeHTTP(w, r)
})

var innocentSetups = []setup{
	{"pages that look like errors", from(innocent), "", ""},
	{"a page for everybody", from(wideOpen), "", ""},
	{"a site by language in the path", from(site{"/en/": goodPage("Welcome", "To the shop."), "/de/": localPage("de", "Willkommen", "Im Laden.")}), "", ""},
	{"a page that counts its visits", from(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		site{"/count": goodPage("Count", "You are visitor "+r.Header.Get("User-Agent"))}.ServeHTTP(w, r)
	})), "", ""},
	{"errors in the language of the reader", from(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := errorPage(404)
		if strings.HasPrefix(r.Header.Get("Accept-Language"), "de") {
			page = localPage("de", "Seite nicht gefunden", goodErrorPage)
			page.code = 404
		}
		page.header = map[string]string{"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Language"}
		site{"/lost": page}.ServeHTTP(w, r)
	})), "link-4xx", "error-page-title"},
}
