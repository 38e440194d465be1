package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// edgeOfSite serves an edge with one site in front of a server that answers
// every request with a conflict.
func edgeOfSite(t *testing.T, s handlers.Site) string {
	t.Helper()
	server := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/help/errors/own" {
			_, _ = w.Write([]byte("the site's own"))
			return
		}
		http.Error(w, "The shelf was changed by somebody else.", http.StatusConflict)
	})
	s.Upstream = newClient(t, upstream.Options{URL: server})
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{s}})
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, edge)
}

func TestTheTypeOfAProblemLeadsToItsPage(t *testing.T) {
	for _, c := range []struct {
		site handlers.Site
		base string
	}{
		{handlers.Site{}, "/_signpost/problems/"},
		{handlers.Site{Canonical: "https://shop.example"}, "https://shop.example/_signpost/problems/"},
		{handlers.Site{Canonical: "https://shop.example", Problems: handlers.ProblemPages{Path: "/help/errors/"}}, "https://shop.example/help/errors/"},
	} {
		at := edgeOfSite(t, c.site)
		page := strings.TrimPrefix(c.base, "https://shop.example") + "edit-conflict"
		guide := ask(t, "GET", at+page, browser...)
		if guide.StatusCode != http.StatusOK || strings.Count(guide.body, "<h1>") != 1 {
			t.Errorf("%s: %d", page, guide.StatusCode)
		}
		want := ""
		if c.site.Canonical != "" {
			want = "<" + c.base + `edit-conflict>; rel="canonical"`
		}
		if got := guide.Header.Get("Link"); got != want {
			t.Errorf("%s: Link %q, want %q", page, got, want)
		}
		down := ask(t, "GET", at+"/x", browser...)
		if got := down.Header.Get("Link"); got != "<"+c.base+`edit-conflict>; rel="describedby"` {
			t.Errorf("the page of a conflict: Link %q, want %s", got, c.base)
		}
	}
}

func TestProblemPagesCanBeLeftToTheSite(t *testing.T) {
	at := edgeOfSite(t, handlers.Site{Problems: handlers.ProblemPages{Off: true, Path: "/help/errors/"}})
	if e := ask(t, "GET", at+"/help/errors/own"); e.body != "the site's own" {
		t.Errorf("%d %s", e.StatusCode, e.body)
	}
	if e := ask(t, "GET", at+"/_signpost/problems/edit-conflict"); e.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", e.StatusCode)
	}
	_, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Problems: handlers.ProblemPages{Path: "help"}}}})
	if err == nil || !strings.Contains(err.Error(), `"help" is no folder`) {
		t.Errorf("New = %v", err)
	}
}

func TestOnlyTheFormatsThatAreOfferedAreWritten(t *testing.T) {
	for _, c := range []struct {
		formats []handlers.Format
		accept  []string
		want    string
	}{
		{nil, browser, "text/html; charset=utf-8"},
		{[]handlers.Format{handlers.JSON, handlers.Text}, browser, "text/plain; charset=utf-8"},
		{[]handlers.Format{handlers.JSON}, browser, "application/problem+json"},
		{[]handlers.Format{handlers.HTML, handlers.JSON}, []string{"Accept", "application/xml"}, "application/problem+json"},
		{[]handlers.Format{handlers.HTML, handlers.Text}, []string{"Accept", "application/json"}, "text/plain; charset=utf-8"},
		{[]handlers.Format{handlers.HTML}, []string{"Accept", "application/json"}, "text/plain; charset=utf-8"},
	} {
		edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
			Upstream: newClient(t, upstream.Options{URL: "http://127.0.0.1:1"}), Policy: &handlers.Policy{Formats: c.formats},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		e := ask(t, "GET", serve(t, edge)+"/", c.accept...)
		if got := e.Header.Get("Content-Type"); got != c.want {
			t.Errorf("%v for %v: %s, want %s", c.formats, c.accept, got, c.want)
		}
		if c.want == "application/problem+json" && !json.Valid([]byte(e.body)) {
			t.Errorf("body %s", e.body)
		}
	}
}
