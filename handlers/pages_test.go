package handlers_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
)

func pageServer(t *testing.T, o handlers.PagesOptions) string {
	t.Helper()
	edge, err := handlers.NewPages(o)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, edge)
}

func TestThePathTheQueryOrAFieldNamesThePage(t *testing.T) {
	at := pageServer(t, handlers.PagesOptions{})
	for _, c := range []struct {
		path   string
		fields []string
		want   int
	}{
		{"/409", nil, 409},
		{"/409.html", nil, 409},
		{"/errors/503", nil, 503},
		{"/_render/429.json", nil, 429},
		{"/?status=423", nil, 423},
		{"/whatever?status=500", nil, 500},
		{"/", []string{"X-Code", "502"}, 502},
		{"/", []string{"X-Original-Status", "410"}, 410},
		{"/404", []string{"X-Code", "502"}, 404}, // the path outranks the field
		{"/499", nil, 499},
		// What names no error is an ordinary 404.
		{"/", nil, 404},
		{"/12", nil, 404},
		{"/101", nil, 404},
		{"/199", nil, 404},
		{"/200", nil, 404},
		{"/302.html", nil, 404},
		{"/600", nil, 404},
		{"/0409", nil, 404},
		{"/+40", nil, 404},
		{"/409.exe", nil, 404},
		{"/a/b/409", nil, 404},
		{"/", []string{"X-Code", "200"}, 404},
		{"/", []string{"X-Code", "4o9"}, 404},
		{"/?status=200", nil, 404},
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "PURGE"} {
			e := ask(t, method, at+c.path, append(c.fields, "Accept", "text/html")...)
			if e.StatusCode != c.want {
				t.Errorf("%s %s %v: %d, want %d", method, c.path, c.fields, e.StatusCode, c.want)
			}
			if len(e.body) == 0 != (method == "HEAD") && method != "OPTIONS" {
				t.Errorf("%s %s: body of %d bytes", method, c.path, len(e.body))
			}
		}
	}
}

func TestTheFormOfAPageIsTheExtensionThenXFormatThenAccept(t *testing.T) {
	at := pageServer(t, handlers.PagesOptions{})
	for _, c := range []struct {
		path   string
		fields []string
		want   string
	}{
		{"/404.json", []string{"X-Format", "text/html", "Accept", "text/html"}, "application/problem+json"},
		{"/404.xml", browser, "application/problem+xml"},
		{"/404.txt", browser, "text/plain; charset=utf-8"},
		{"/404.md", browser, "text/markdown; charset=utf-8"},
		{"/404.html", []string{"Accept", "application/json"}, "text/html; charset=utf-8"},
		{"/404.html", nil, "text/html; charset=utf-8"},
		{"/", []string{"X-Code", "404", "X-Format", "application/json;q=0.5, text/html", "Accept", "application/json"}, "text/html; charset=utf-8"},
		{"/", []string{"X-Code", "404", "X-Format", "application/vnd.api+json", "Accept", "text/html"}, "application/problem+json"},
		{"/404", []string{"Accept", "text/html", "Content-Type", "application/json"}, "text/html; charset=utf-8"},
		{"/404", []string{"Accept", "*/*", "Content-Type", "application/json"}, "application/problem+json"},
		{"/404", nil, "text/plain; charset=utf-8"},
	} {
		if e := ask(t, "GET", at+c.path, c.fields...); e.Header.Get("Content-Type") != c.want {
			t.Errorf("%s %v: %s, want %s", c.path, c.fields, e.Header.Get("Content-Type"), c.want)
		}
	}
}

func TestAPageIsNotDisturbedByTheFailedRequest(t *testing.T) {
	at := pageServer(t, handlers.PagesOptions{})
	e := ask(t, "GET", at+"/404", append([]string{"Range", "bytes=0-9", "If-None-Match", "*", "X-Request-ID", "abc-1"}, browser...)...)
	if e.StatusCode != 404 || e.Header.Get("X-Request-Id") != "abc-1" || !strings.Contains(e.body, "abc-1") {
		t.Errorf("%d %v", e.StatusCode, e.Header)
	}
	for name, want := range map[string]string{
		"X-Robots-Tag": "noindex", "Cache-Control": "public, max-age=60", "Proxy-Status": "", "Via": "", "Retry-After": "",
	} {
		if got := e.Header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	e = ask(t, "GET", at+"/503", browser...)
	if e.Header.Get("Retry-After") == "" || e.Header.Get("Cache-Control") != "no-store" || e.Header.Get("X-Robots-Tag") != "" {
		t.Errorf("503: %v", e.Header)
	}
}

// Traefik sends the length of the failed request, and no body.
func TestABodyThatIsAnnouncedAndNeverSentDelaysNothing(t *testing.T) {
	at := pageServer(t, handlers.PagesOptions{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(at, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET /409 HTTP/1.1\r\nHost: shop.example\r\nAccept: text/html\r\nContent-Length: 2000\r\n\r\n")
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || res.StatusCode != 409 {
		t.Errorf("%v, %v", res, err)
	}
}

func TestTheFailedRequestIsToldByTrustedPeersOnly(t *testing.T) {
	trusting := pageServer(t, handlers.PagesOptions{Trusted: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	wary := pageServer(t, handlers.PagesOptions{})
	context := []string{"X-Code", "404", "X-Original-URI", "/app/main.js?v=1", "Accept", "*/*"}
	if e := ask(t, "GET", trusting+"/", context...); e.body != "404 Not Found\n" {
		t.Errorf("a script from a trusted peer: %q", e.body)
	}
	if e := ask(t, "GET", wary+"/", context...); len(e.body) < 32 {
		t.Errorf("a script from a peer that is not trusted: %q", e.body)
	}
	german := append([]string{"X-Code", "404", "X-Original-URI", "/de/seite"}, browser...)
	if e := ask(t, "GET", trusting+"/", german...); e.Header.Get("Content-Language") != "de" {
		t.Errorf("language %q", e.Header.Get("Content-Language"))
	}
	if e := ask(t, "GET", wary+"/404?lang=de", browser...); e.Header.Get("Content-Language") != "de" {
		t.Errorf("?lang=de: language %q", e.Header.Get("Content-Language"))
	}
	for _, evil := range []string{"//evil.example/\"><script>", "javascript:alert(1)", "%zz", strings.Repeat("/a", 8_000)} {
		e := ask(t, "GET", trusting+"/", append([]string{"X-Code", "409", "X-Original-URI", evil, "X-Forwarded-Host", evil, "X-Original-Method", evil}, browser...)...)
		if (e.StatusCode != 409 || strings.Contains(e.body, "<script")) && e.StatusCode != 400 {
			t.Errorf("%.40q: %d %s", evil, e.StatusCode, e.body)
		}
	}
}

func TestAPageServerIsHealthy(t *testing.T) {
	at := pageServer(t, handlers.PagesOptions{Version: "1.2"})
	for path, want := range map[string]string{
		"/healthz": "ok\n", "/livez": "ok\n", "/readyz": "ok\n", "/startupz": "ok\n", "/health": "ok\n", "/health/live": "ok\n", "/live": "ok\n",
		"/version": "1.2\n", "/favicon.ico": "",
	} {
		if e := ask(t, "GET", at+path); e.StatusCode/100 != 2 || e.body != want {
			t.Errorf("%s: %d %q", path, e.StatusCode, e.body)
		}
	}
	if e := ask(t, "GET", at+"/healthz", "X-Code", "503"); e.StatusCode != 503 {
		t.Errorf("the page for a failed /healthz of the site: %d", e.StatusCode)
	}
}

func TestEachHostHasItsOwnPages(t *testing.T) {
	at := pageServer(t, handlers.PagesOptions{Options: handlers.Options{Sites: []handlers.Site{
		{Hosts: []string{"a.example"}}, {Hosts: []string{"b.example"}},
	}}})
	for _, host := range []string{"a.example", "b.example", "c.example"} {
		if e := ask(t, "GET", at+"/409", append([]string{"Host", host}, browser...)...); e.StatusCode != 409 {
			t.Errorf("%s: %d", host, e.StatusCode)
		}
	}
}

func FuzzPageRequest(f *testing.F) {
	f.Add("/409.json", "status=500", "404", "text/html", "/x?y")
	f.Add("/errors/", "lang=de&url=%zz", "", "*/*", "//evil")
	edge, err := handlers.NewPages(handlers.PagesOptions{Trusted: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, path, query, code, format, uri string) {
		r, err := http.NewRequest(http.MethodGet, "http://x/", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.Path, r.URL.RawQuery, r.RemoteAddr = "/"+path, query, "192.0.2.1:9"
		r.Header = http.Header{"X-Code": {code}, "X-Format": {format}, "X-Original-Uri": {uri}}
		w := &statusOnly{header: http.Header{}}
		edge.ServeHTTP(w, r)
		healthy := w.code == 200 || w.code == 204
		if !healthy && (w.code < 400 || w.code > 599) {
			t.Error(fmt.Sprint("status ", w.code))
		}
	})
}

type statusOnly struct {
	header http.Header
	code   int
}

func (s *statusOnly) Header() http.Header         { return s.header }
func (s *statusOnly) Write(p []byte) (int, error) { return len(p), nil }
func (s *statusOnly) WriteHeader(c int)           { s.code = c }
