package handlers_test

import (
	"net/http"
	"strconv"
	"testing"
)

func TestTheCachePolicyOfAPageIsNeverWiderThanItMayBe(t *testing.T) {
	edge := startEdge(t, site(t, func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Cache-Control", "Set-Cookie"} {
			if v := r.Header.Get("Send-" + name); v != "" {
				w.Header().Set(name, v)
			}
		}
		code, _ := strconv.Atoi(r.URL.Path[1:])
		w.WriteHeader(code)
	}))
	for _, c := range []struct {
		method, path string
		request      []string
		want         string
	}{
		{"GET", "/404", nil, "public, max-age=60"},
		{"GET", "/410", nil, "public, max-age=3600"},
		{"GET", "/451", nil, "public, max-age=3600"},
		{"GET", "/404", []string{"Send-Cache-Control", "public, max-age=86400"}, "public, max-age=60"},
		{"GET", "/404", []string{"Send-Cache-Control", "no-store"}, "no-store"},
		{"GET", "/404", []string{"Send-Cache-Control", "private, max-age=5"}, "no-store"},
		{"GET", "/404", []string{"Send-Cache-Control", `no-cache="Set-Cookie"`}, "no-store"},
		{"GET", "/404", []string{"Send-Set-Cookie", "a=1"}, "no-store"},
		{"GET", "/404", []string{"Authorization", "Bearer x"}, "no-store"},
		{"POST", "/404", nil, "no-store"},
		{"GET", "/401", nil, "private, no-store"},
		{"GET", "/405", nil, "no-store"},
		{"GET", "/414", nil, "no-store"},
		{"GET", "/429", nil, "no-store"},
		{"GET", "/500", nil, "no-store"},
		{"GET", "/501", nil, "no-store"},
		{"GET", "/503", nil, "no-store"},
	} {
		e := ask(t, c.method, edge+c.path, append(c.request, browser...)...)
		if got := e.Header.Get("Cache-Control"); got != c.want {
			t.Errorf("%s %s %q: %q, want %q", c.method, c.path, c.request, got, c.want)
		}
	}
}

func TestRetryAfterIsAddedOnlyWhereAnEndIsPromised(t *testing.T) {
	edge := startEdge(t, failing(t))
	for code, want := range map[string]bool{"503": true, "429": true, "500": false, "502": false, "504": false, "409": false, "404": false} {
		e := ask(t, "GET", edge+"/empty/"+code, browser...)
		n, err := strconv.Atoi(e.Header.Get("Retry-After"))
		if (err == nil) != want || want && (n < 24 || n > 36) {
			t.Errorf("%s: Retry-After %q, want one: %t", code, e.Header.Get("Retry-After"), want)
		}
	}
}
