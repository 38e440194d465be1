package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

// canned answers without a network, so that only the handler is measured.
func canned(code int, contentType, body string) clientFunc {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: code, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header:        http.Header{"Content-Type": {contentType}, "Date": {"Mon, 02 Nov 2026 00:00:00 GMT"}},
			ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body)), Request: r,
		}, nil
	}
}

func bench(b *testing.B, h http.Handler) {
	r := httptest.NewRequest(http.MethodGet, "/page?a=1", nil)
	for i := 0; i < len(browser); i += 2 {
		r.Header.Set(browser[i], browser[i+1])
	}
	r.RemoteAddr = "127.0.0.1:5000"
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}

func benchEdge(b *testing.B, client clientFunc) {
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		b.Fatal(err)
	}
	bench(b, edge)
}

func BenchmarkPassing(b *testing.B) {
	for name, body := range map[string]string{"small": "ok", "large": strings.Repeat("a", 16<<10)} {
		client := canned(200, "text/html", body)
		b.Run("edge/"+name, func(b *testing.B) { benchEdge(b, client) })
		b.Run("plain/"+name, func(b *testing.B) {
			u, _ := url.Parse("http://127.0.0.1:1")
			bench(b, &httputil.ReverseProxy{
				Transport: client,
				Rewrite:   func(pr *httputil.ProxyRequest) { pr.SetURL(u); pr.SetXForwarded() },
			})
		})
	}
}

func BenchmarkReplacing(b *testing.B) { benchEdge(b, canned(409, "application/json", conflictBody)) }

// Rules on errors must cost an answer that passes nothing.
func BenchmarkPassingRules(b *testing.B) {
	var list []rule.Rule
	for i := range 30 {
		list = append(list, rule.Rule{
			Name: fmt.Sprint("rule ", i),
			When: rule.When{Path: []string{fmt.Sprintf("/part-%d/**", i)}, Body: []string{"empty"}},
			Then: rule.Then{Page: "auto"},
		})
	}
	for name, policy := range map[string]*handlers.Policy{"none": nil, "thirty": {Rules: rules(b, list...)}} {
		b.Run(name, func(b *testing.B) {
			edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: canned(200, "text/html", "ok"), Policy: policy}}})
			if err != nil {
				b.Fatal(err)
			}
			bench(b, edge)
		})
	}
}
