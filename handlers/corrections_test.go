package handlers_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

func TestAnErrorServedWith200GetsItsStatusForEverybody(t *testing.T) {
	edge := ofRules(t, rule.Rule{
		Name: "soft 404",
		When: rule.When{Status: []string{"200"}, ContentType: []string{"text/html"}, Title: []string{"*not found*"}},
		Then: rule.Then{Send: 404},
	})
	page := says("200", "Content-Type", pageType, "Body", strings.ReplaceAll(softWords, "\n", " "),
		"Etag", `"v1"`, "Cache-Control", "public, max-age=9999", "Last-Modified", "Mon, 02 Nov 2026 00:00:00 GMT")
	for who, asker := range map[string][]string{
		"person": browser, "program": jsonProgram, "curl": nil, "script": {"Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"},
		"crawler": append([]string{"User-Agent", "Googlebot/2.1"}, browser...),
	} {
		e := ask(t, "GET", edge+"/x", append(page, asker...)...)
		paged := who == "person" || who == "crawler"
		if e.StatusCode != 404 || (is(e) == "404 page") != paged || (e.body == strings.ReplaceAll(softWords, "\n", " ")) == paged {
			t.Errorf("%s: %s", who, is(e))
		}
		if e.Header.Get("Etag") != "" || e.Header.Get("Last-Modified") != "" || e.Header.Get("Cache-Control") != "public, max-age=60" ||
			e.Header.Get("Proxy-Status") != "signpost; received-status=200" {
			t.Errorf("%s: %v", who, e.Header)
		}
	}
}

func TestGoodPagesPassUnchangedByRulesOnSuccesses(t *testing.T) {
	server := site(t, told)
	edge := edgeWith(t, &handlers.Policy{Rules: rules(t, rule.Rule{
		Name: "soft 404", When: rule.When{Status: []string{"2xx", "3xx"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404},
	})}, server)
	for _, fields := range [][]string{
		says("200", "Content-Type", pageType, "Body", "<title>Shoes</title>"+strings.Repeat("<p>found</p>", 4000), "Etag", `"v1"`, "Vary", "Cookie"),
		says("200", "Content-Type", pageType, "Body", strings.Repeat("<p>found</p>", 2000)+"<title>not found</title>"),
		says("200", "Content-Type", "image/png", "Body", "<title>not found</title>"),
		says("200", "Content-Type", "application/json", "Body", `{"title":"not found"}`),
		says("200", "Body", ""),
		says("204"),
		says("302", "Location", "/elsewhere"),
		says("304", "Etag", `"v1"`),
	} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			direct, through := ask(t, method, server, append(fields, browser...)...), ask(t, method, edge, append(fields, browser...)...)
			for _, e := range []exchange{direct, through} {
				e.Header.Del("Date")
			}
			var a, b bytes.Buffer
			_ = direct.Header.Write(&a)
			_ = through.Header.Write(&b)
			if a.String() != b.String() || direct.body != through.body || direct.StatusCode != through.StatusCode {
				t.Errorf("%s %.60q: %d %q, direct %d %q", method, fields, through.StatusCode, b.String(), direct.StatusCode, a.String())
			}
		}
	}
}

// A page that comes slowly leaves when the time of the look is over.
func TestAPageIsNotHeldForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		body, server := io.Pipe()
		edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
			Upstream: clientFunc(func(r *http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: 200, ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: -1, Body: body,
					Header: http.Header{"Content-Type": {"text/html"}},
				}, nil
			}),
			Policy: &handlers.Policy{Rules: rules(t, rule.Rule{
				Name: "soft", When: rule.When{Status: []string{"200"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404},
			})},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		sentAt := make(chan time.Duration, 1)
		done := make(chan int, 1)
		go func() {
			w := httptest.NewRecorder()
			edge.ServeHTTP(firstByte{w, func() { sentAt <- time.Since(start) }}, httptest.NewRequest(http.MethodGet, "/", nil))
			done <- w.Code
		}()
		_, _ = io.WriteString(server, "<p>first")
		if held := <-sentAt; held > 260*time.Millisecond {
			t.Errorf("held for %s", held)
		}
		_, _ = io.WriteString(server, "<title>not found</title>")
		_ = server.Close()
		if code := <-done; code != 200 {
			t.Errorf("a title behind the look: %d", code)
		}
	})
}

type firstByte struct {
	http.ResponseWriter
	tell func()
}

func (f firstByte) WriteHeader(code int) {
	f.tell()
	f.ResponseWriter.WriteHeader(code)
}

func (f firstByte) Flush() {}

func TestAChallengeAt200Becomes503AndStaysPassable(t *testing.T) {
	edge := ofRules(t, rule.Rule{
		Name: "wall", When: rule.When{Status: []string{"200", "202"}, Title: []string{"Just a moment*", "Sign in*"}},
		Then: rule.Then{Send: 503, With: rule.With{RetryAfter: time.Minute}},
	})
	challenge := `<!doctype html><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/h/b.js"></script>`
	login := `<!doctype html><title>Sign in</title><form><input name=u><input TYPE="PassWord" name=p></form>`
	broken := `<!doctype html><title>Just a moment, please</title><h1>Database error</h1>`
	for _, c := range []struct {
		name, path, code, body string
		want                   int
		kept                   bool
	}{
		{"a challenge", "/", "200", challenge, 503, true},
		{"a challenge with 202", "/a", "202", challenge, 503, true},
		{"a sign-in form", "/", "200", login, 503, true},
		{"a page that asks nothing", "/", "200", broken, 503, false},
		{"robots.txt", "/robots.txt", "200", challenge, 200, true},
		{"a sitemap", "/sitemap.xml", "200", login, 200, true},
		{"below .well-known", "/.well-known/x", "200", challenge, 200, true},
	} {
		e := ask(t, "GET", edge+c.path, append(says(c.code, "Content-Type", pageType, "Body", c.body, "X-Robots-Tag", "noindex, nofollow"), browser...)...)
		if e.StatusCode != c.want || (e.body == c.body) != c.kept {
			t.Errorf("%s: %d %q", c.name, e.StatusCode, e.body[:min(len(e.body), 100)])
		}
		wait, _ := strconv.Atoi(e.Header.Get("Retry-After"))
		if restated := c.want == 503; restated != (wait >= 48 && wait <= 72) || restated && c.kept && (e.Header.Get("X-Robots-Tag") != "" || e.Header.Get("Cache-Control") != "no-store") {
			t.Errorf("%s: %v", c.name, e.Header)
		}
	}
}

func TestACompressedPageIsReadToo(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, softWords)
	for i := range 9000 { // more than the look holds
		_, _ = fmt.Fprintf(z, "<p>%x", sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
	}
	_ = z.Close()
	edge := edgeWith(t, &handlers.Policy{Rules: rules(t, rule.Rule{
		Name: "soft 404",
		When: rule.When{Status: []string{"200"}, Host: []string{"127.0.0.1"}, Title: []string{"*not found*"}},
		Then: rule.Then{Send: 404},
	})}, site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	}))
	e := ask(t, "GET", edge, "Accept-Encoding", "gzip")
	if e.StatusCode != 404 || e.body != packed.String() || e.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("%d, %d bytes, want %d: %v", e.StatusCode, len(e.body), packed.Len(), e.Header)
	}
}
