package audit_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// answer is what a test site says at one address.
type answer struct {
	code   int
	header map[string]string
	body   string
	cut    bool // the connection breaks instead
	bare   bool // no validator is added
}

// site is a test site by path. What it does not name is answered as a healthy
// site would: a home page that links to everything, rules, a sitemap, and a
// helpful 404 for the rest.
type site map[string]answer

const goodErrorPage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Page not found – Shop</title><main><h1>Page not found</h1>
<p>There is no page at this address. It may have moved, or the link may be wrong. Our shop has many others, and one of these
ways will surely lead you to the page that you were looking for when you came here today. We are sorry for the detour, and glad
that you are here; if nothing helps then write to us, and we will look for it together with you until the page is found.</p>
<ul><li><a href="/">Home page</a></li><li><a href="/search">Search</a></li></ul></main></html>`

func goodPage(title, body string) answer {
	return answer{200, map[string]string{"Content-Type": "text/html; charset=utf-8"}, "<!doctype html><html lang=en><title>" +
		title + "</title><main><h1>" + title + "</h1><p>" + body + "</p><a href=/>Home</a></main></html>", false, false}
}

func (s site) home() answer {
	var links strings.Builder
	for _, path := range slices.Sorted(maps.Keys(s)) {
		if path != "/" && path != "/robots.txt" && path != "/sitemap.xml" && !strings.HasPrefix(path, "/hidden") {
			fmt.Fprintf(&links, `<a href="%s">a link</a> `, path)
		}
	}
	return goodPage("The shop", "Welcome. "+links.String())
}

func (s site) at(path string) answer {
	if a, ok := s[path]; ok {
		return a
	}
	switch path {
	case "/":
		return s.home()
	case "/search":
		return goodPage("Search", "Look for something.")
	case "/robots.txt":
		return answer{code: 200, header: map[string]string{"Content-Type": "text/plain"}, body: "User-agent: *\nDisallow: /private/\n"}
	case "/sitemap.xml":
		return answer{code: 200, header: map[string]string{"Content-Type": "application/xml"}, body: `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>`}
	}
	return answer{code: 404, header: map[string]string{"Content-Type": "text/html; charset=utf-8"}, body: goodErrorPage}
}

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.at(r.URL.RequestURI())
	if a.cut {
		panic(http.ErrAbortHandler)
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	if tag := fmt.Sprintf(`"%x"`, len(a.body)); a.code == http.StatusOK && !a.bare && w.Header().Get("Etag") == "" {
		w.Header().Set("Etag", tag)
		if r.Header.Get("If-None-Match") == tag {
			a = answer{code: http.StatusNotModified}
		}
	}
	w.WriteHeader(a.code)
	fmt.Fprint(w, a.body)
}

// serve runs a handler until the test ends and returns its address.
func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// run audits a test site without waiting before the second question.
func run(t *testing.T, h http.Handler) *audit.Report {
	t.Helper()
	report, err := audit.Run(t.Context(), audit.Options{
		Seeds: []string{serve(t, h) + "/"}, ConfirmAfter: new(time.Duration(0)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func idsOf(r *audit.Report) []string {
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func find(r *audit.Report, id string) *audit.Finding {
	for i := range r.Findings {
		if r.Findings[i].ID == id {
			return &r.Findings[i]
		}
	}
	return nil
}

// lateSite is a site that is told its address before it is filled.
type lateSite struct{ site }

// runAt audits an address without waiting before the second question.
func runAt(t *testing.T, base string) *audit.Report {
	t.Helper()
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{base + "/"}, ConfirmAfter: new(time.Duration(0))})
	if err != nil {
		t.Fatal(err)
	}
	return report
}
