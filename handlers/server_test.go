package handlers_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestOverTLSTheEdgeSpeaksHTTP2(t *testing.T) {
	edge := newEdge(t, upstream.Options{URL: failing(t)})
	srv := startTLSEdge(t, edge)
	h2 := &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true, DisableCompression: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
	t.Cleanup(h2.CloseIdleConnections)
	for path, want := range map[string]int{"/api/409": 409, "/empty/503": 503, "/ws": 426, "/file": 200} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept", "text/html")
		e := do(t, h2, req)
		if e.ProtoMajor != 2 || e.StatusCode != want || e.Header.Get("Upgrade") != "" {
			t.Errorf("%s: %s %d, Upgrade %q", path, e.Proto, e.StatusCode, e.Header.Get("Upgrade"))
		}
	}
}

func TestTheAdminHandlerCountsWithoutNamingAnybody(t *testing.T) {
	edge := newEdge(t, upstream.Options{URL: failing(t)})
	site, admin := serve(t, edge), serve(t, handlers.NewLive(edge).Admin())
	ask(t, "POST", site+"/api/409?secret-query", append([]string{"User-Agent", "secret-agent", "Host", "secret.example"}, browser...)...)
	ask(t, "GET", site+"/file")

	for _, path := range []string{"/livez", "/readyz"} {
		if e := ask(t, "GET", admin+path); e.StatusCode != 200 || e.body != "ok\n" {
			t.Errorf("%s: %d %q", path, e.StatusCode, e.body)
		}
	}
	m := ask(t, "GET", admin+"/metrics").body
	for _, want := range []string{
		`signpost_requests_total{cause="edit-conflict",rule="",served="409",site="site",status="409",verdict="replace",why="matrix"} 1`,
		`signpost_requests_total{cause="",rule="",served="200",site="site",status="200",verdict="pass",why="not-an-error"} 1`,
	} {
		if !strings.Contains(m, want) {
			t.Errorf("no %s in\n%s", want, m)
		}
	}
	if strings.Contains(m, "secret") || strings.Contains(m, "api") {
		t.Error("the metrics name a path, a host or an agent")
	}
	if e := ask(t, "GET", site+"/metrics"); e.StatusCode != 404 {
		t.Errorf("the visitors' listener serves /metrics: %d", e.StatusCode)
	}
}

func TestEveryProblemTypeLeadsToAPage(t *testing.T) {
	edge := startEdge(t, failing(t))
	e := ask(t, "POST", edge+"/api/409", "Accept", "application/problem+json", "Sec-Fetch-Mode", "navigate")
	if !strings.Contains(e.body, `"/_signpost/problems/edit-conflict"`) {
		t.Fatalf("the document names no type of ours: %s", e.body)
	}
	for _, cause := range []string{
		"edit-conflict", "precondition-failed", "precondition-required", "locked", "already-exists", "state-conflict",
		"concurrent-operation", "idempotency", "quota",
	} {
		for _, method := range []string{"GET", "HEAD"} {
			e := ask(t, method, edge+"/_signpost/problems/"+cause, browser...)
			if e.StatusCode != 200 || method == "GET" && strings.Count(e.body, "<h1") != 1 ||
				e.Header.Get("Content-Type") != "text/html; charset=utf-8" || e.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("%s %s: %d %v", method, cause, e.StatusCode, e.Header)
			}
		}
	}
}

func TestTheReservedPrefixIsTheEdgesOwn(t *testing.T) {
	srv := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	edge := startEdge(t, srv.URL())
	for path, want := range map[string]int{
		"/_signpost/": 404, "/_signpost/x": 404, "/_signpost/problems/nothing": 404, "/_signpost/problems/": 404,
	} {
		if e := ask(t, "GET", edge+path, browser...); e.StatusCode != want || strings.Count(e.body, "<h1") != 1 {
			t.Errorf("%s: %d, want %d and a page", path, e.StatusCode, want)
		}
	}
	if e := ask(t, "DELETE", edge+"/_signpost/problems/locked"); e.StatusCode != 405 || e.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("DELETE: %d, Allow %q", e.StatusCode, e.Header.Get("Allow"))
	}
	if e := ask(t, "PURGE", edge+"/_signpost/x"); e.StatusCode != 405 && e.StatusCode != 404 {
		t.Errorf("PURGE: %d", e.StatusCode)
	}
	if n := len(srv.Requests()); n != 0 {
		t.Errorf("%d requests went to the site's server", n)
	}
}

func TestAClientThatLeavesGetsNoAnswer(t *testing.T) {
	arrived := make(chan struct{})
	left := make(chan struct{})
	edge := startEdgeOver(t, clientFunc(func(r *http.Request) (*http.Response, error) {
		close(arrived)
		<-r.Context().Done()
		close(left)
		return nil, &upstream.Failure{Err: r.Context().Err()}
	}))
	conn := dialRaw(t, edge)
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-arrived
	_ = conn.Close()
	<-left
}
