package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

func TestExplainSaysWhatTheProxyDoes(t *testing.T) {
	direct := failing(t)
	edge := startEdge(t, direct)
	for _, path := range []string{"/api/409", "/text409", "/empty/404", "/nginx/503", "/rich", "/app.js", "/soft", "/notransform", "/401"} {
		for _, request := range [][]string{browser, {"Accept", "application/json"}, nil} {
			raw := ask(t, "GET", direct+path, request...)
			got := ask(t, "GET", edge+path, request...)

			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header = fields(request...)
			p, v := handlers.Explain(r, problem.Exchange{
				Method: "GET", Path: path, Status: status.Code(raw.StatusCode), Header: raw.Header, Body: []byte(raw.body),
			})
			replaced := strings.Contains(got.Header.Get("Proxy-Status"), "signpost")
			if (v.Action != handlers.Pass) != replaced || int(v.Status) != got.StatusCode || int(p.Status) != raw.StatusCode {
				t.Errorf("%s %v: explained as %s %d (%q), served %d, replaced: %t", path, request, v.Action, v.Status, v.Why, got.StatusCode, replaced)
			}
		}
	}
}
