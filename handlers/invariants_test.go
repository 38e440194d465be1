package handlers_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// random answers that are no errors, and errors that must pass.
type randomAnswer struct {
	code   int
	header http.Header
	body   []byte
	method string
	ask    []string
}

func newRandomAnswer(r *rand.Rand) randomAnswer {
	a := randomAnswer{
		code:   []int{200, 201, 202, 203, 206, 226, 299, 300, 301, 302, 303, 307, 308, 399}[r.IntN(14)],
		header: http.Header{"Content-Type": {[]string{"text/html", "application/json", "image/png", ""}[r.IntN(4)]}},
		body:   make([]byte, []int{0, 1, 600, 1023, 1024, 1025, 4096, 70000}[r.IntN(8)]),
		method: []string{"GET", "POST", "PUT", "DELETE", "HEAD"}[r.IntN(5)],
		ask:    [][]string{browser, {"Accept", "*/*"}, nil}[r.IntN(3)],
	}
	for i := range a.body {
		a.body[i] = byte(r.Uint32())
	}
	for i := range r.IntN(6) {
		for range 1 + r.IntN(2) {
			a.header.Add(fmt.Sprintf("X-Field-%d", i), fmt.Sprint(r.Uint32()))
		}
	}
	if r.IntN(2) == 0 {
		a.header.Set("Vary", "Origin")
		a.header.Set("Cache-Control", "max-age=5")
		a.header.Set("Link", "</a>; rel=preload")
		a.header.Set("X-Powered-By", "x")
	}
	return a
}

// Invariant 1: what is not replaced is byte-identical, where copies are kept too.
func TestAnswersThatAreNoErrorsPassByteForByte(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	var current randomAnswer
	edge := startKeepingEdge(t, site(t, func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range current.header {
			w.Header()[name] = values
		}
		w.WriteHeader(current.code)
		_, _ = w.Write(current.body)
	}))
	for i := range 300 {
		current = newRandomAnswer(r)
		e := ask(t, current.method, edge+"/page", current.ask...)
		want := current.body
		if current.method == "HEAD" {
			want = nil
		}
		if e.StatusCode != current.code || !bytes.Equal([]byte(e.body), want) {
			t.Fatalf("run %d: %d with %d bytes, want %d with %d", i, e.StatusCode, len(e.body), current.code, len(want))
		}
		for name, values := range current.header {
			if !slices.Equal(e.Header[name], values) {
				t.Errorf("run %d: %s is %q, want %q", i, name, e.Header[name], values)
			}
		}
		for name := range e.Header {
			if _, sent := current.header[name]; !sent && name != "Date" && name != "Content-Length" {
				t.Errorf("run %d: the edge added %s", i, name)
			}
		}
	}
}

// Invariant 1, the one addition: Vary on errors that depended on who asked.
func TestAPassedErrorSaysInVaryThatItDependedOnWhoAsked(t *testing.T) {
	edge := startEdge(t, failing(t))
	for path, want := range map[string]string{
		"/api/409":     "Accept, Accept-Language, Accept-Encoding",
		"/empty/404":   "Accept, Accept-Language, Accept-Encoding, Sec-Fetch-Dest, Sec-Fetch-Mode",
		"/rich":        "Accept, Accept-Language, Accept-Encoding, Sec-Fetch-Dest, Sec-Fetch-Mode",
		"/notransform": "",
		"/soft":        "",
		"/moved":       "",
	} {
		if e := ask(t, "GET", edge+path, "Accept", "application/json"); e.Header.Get("Vary") != want {
			t.Errorf("%s: Vary %q, want %q", path, e.Header.Get("Vary"), want)
		}
	}
}

// Invariant 5: only people navigating get HTML of ours.
func TestOnlyNavigationsGetOurHTML(t *testing.T) {
	edge := startEdge(t, failing(t))
	for _, path := range []string{"/api/409", "/empty/404", "/empty/500", "/nginx/404", "/text409", "/fields"} {
		for _, request := range [][]string{
			nil,
			{"Accept", "*/*"},
			{"Accept", "application/json"},
			{"Accept", "text/plain"},
			{"Accept", "text/html", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"},
			{"Accept", "text/html", "X-Requested-With", "XMLHttpRequest"},
			{"Accept", "text/html", "HX-Request", "true"},
		} {
			for _, method := range []string{"GET", "POST", "PUT", "DELETE", "QUERY", "OPTIONS"} {
				e := ask(t, method, edge+path, request...)
				if e.Header.Get("Proxy-Status") != "" {
					t.Errorf("%s %s %v was replaced by %s", method, path, request, e.Header.Get("Content-Type"))
				}
			}
		}
	}
}

// Invariant 6: nothing of a visitor or an upstream reaches a page unescaped,
// and nothing secret is shown.
func TestNothingForeignReachesAPageUnescaped(t *testing.T) {
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	edge := startEdge(t, site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "up")
		w.Header().Set("Location", "javascript:alert(3)")
		w.Header().Set("Link", `<//evil.example/>; rel="latest-version"`)
		reply(w, 409, "application/json", `{"error":{"code":"conflict","message":`+
			fmt.Sprintf("%q", "It was changed by someone "+evil+" 0123456789abcdef0123456789abcdef01234567")+`}}`)
	}))
	for _, path := range []string{"/%3Cscript%3Ealert(1)%3C/script%3E?q=<script>", "/plain"} {
		e := ask(t, "POST", edge+path, append(slices.Clone(browser), "Referer", "https://x/"+evil, "User-Agent", evil)...)
		for _, bad := range []string{"<script", "<img src=x", "javascript:", "evil.example", "0123456789abcdef"} {
			if strings.Contains(strings.ToLower(e.body), bad) {
				t.Errorf("%s: the page contains %q", path, bad)
			}
		}
		if e.StatusCode != 409 || !strings.Contains(e.body, "changed by someone") {
			t.Errorf("%s: %d, and the sentence is not shown: %s", path, e.StatusCode, e.body)
		}
	}
}

// No sentence of an upstream stands on a page of a server error.
func TestAServerErrorsPageTellsNothingOfTheServer(t *testing.T) {
	edge := startEdge(t, site(t, func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 500, "application/json", `{"error":"pq: relation users does not exist in schema ledger"}`)
	}))
	if e := ask(t, "GET", edge, browser...); e.StatusCode != 500 || strings.Contains(e.body, "ledger") {
		t.Errorf("%d %s", e.StatusCode, e.body)
	}
}
