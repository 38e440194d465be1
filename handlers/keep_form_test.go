package handlers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// keeping starts an edge that gives forms back.
func keeping(t *testing.T, h http.HandlerFunc, c rule.Conflict) string {
	t.Helper()
	c.KeepForm = true
	client, err := upstream.New(upstream.Options{URL: site(t, h)})
	if err != nil {
		t.Fatal(err)
	}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client, Conflict: handlers.ConflictOptions{Conflict: c}}}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(edge)
	t.Cleanup(srv.Close)
	return srv.URL
}

// person are the fields of a form that a browser sends from a page of the site.
var person = []string{
	"Accept", "text/html,*/*;q=0.8", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "same-origin",
	"Content-Type", "application/x-www-form-urlencoded",
}

func sendForm(t *testing.T, at, body string, fields ...string) exchange {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(fields); i += 2 {
		req.Header.Set(fields[i], fields[i+1])
		if fields[i+1] == "" {
			req.Header.Del(fields[i])
		}
	}
	return do(t, plain, req)
}

func clash(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	jsonConflict(w, r)
}

func TestAKeptFormHasExactlyTheFieldsThatProtectIt(t *testing.T) {
	at := keeping(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=60")
		w.Header().Set("Referrer-Policy", "unsafe-url")
		w.Header().Set("Content-Security-Policy", "default-src *")
		clash(w, r)
	}, rule.Conflict{})
	e := sendForm(t, at+"/doc", "body=My+own+words", append([]string{"Accept-Encoding", "gzip, br"}, person...)...)
	if e.StatusCode != 409 || !strings.Contains(e.body, "My own words</textarea>") {
		t.Fatalf("%d %s", e.StatusCode, e.body)
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store, private", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Content-Encoding": "",
	} {
		if got := strings.Join(e.Header[name], " | "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	csp := strings.Join(e.Header["Content-Security-Policy"], " | ")
	for _, part := range []string{"default-src 'none'", "style-src 'sha256-", "script-src 'sha256-", "img-src data:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(csp, part) {
			t.Errorf("no %s in %s", part, csp)
		}
	}
	if strings.Contains(csp, "default-src *") || strings.Contains(csp, "|") {
		t.Errorf("the policy of the site is left: %s", csp)
	}
	if !strings.Contains(e.body, "(shown below)") {
		t.Error("no step says that the text stands below")
	}
}

func TestWhoDoesNotComeFromTheSiteSeesNoValue(t *testing.T) {
	at := keeping(t, clash, rule.Conflict{})
	u, _ := url.Parse(at)
	for _, c := range []struct {
		name   string
		fields []string
		shown  bool
	}{
		{"the same origin", []string{"Sec-Fetch-Site", "same-origin"}, true},
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, false},
		{"a sister site", []string{"Sec-Fetch-Site", "same-site"}, false},
		{"an old browser", []string{"Sec-Fetch-Site", "", "Origin", "http://" + u.Host}, true},
		{"an old browser elsewhere", []string{"Sec-Fetch-Site", "", "Origin", "http://evil.example"}, false},
		{"no origin", []string{"Sec-Fetch-Site", ""}, false},
		{"a null origin", []string{"Sec-Fetch-Site", "", "Origin", "null"}, false},
		{"a script", []string{"Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"}, false},
		{"a program", []string{"Sec-Fetch-Mode", "", "Sec-Fetch-Dest", "", "Accept", "application/json"}, false},
	} {
		e := sendForm(t, at+"/doc", "body=My+own+words", append(slices.Clone(person), c.fields...)...)
		if got := strings.Contains(e.body, "My own words"); got != c.shown || e.StatusCode != 409 {
			t.Errorf("%s: %d, shown %v", c.name, e.StatusCode, got)
		}
	}
}
