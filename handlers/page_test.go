package handlers_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/views"
)

func TestAPageShowsTheBrandOfItsSiteUnderItsPolicy(t *testing.T) {
	brand, err := views.NewBrand(views.BrandOptions{
		Name: "Shop", Accent: "#0b6bcb", Contact: views.Contact{Email: "help@shop.example"},
		Words: map[string]map[string]string{"en": {"not-found.title": "Nothing on this shelf"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
		Upstream: newClient(t, upstream.Options{URL: failing(t)}), Brand: brand,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	at := serve(t, edge)
	for _, coding := range []string{"", "gzip", "br", "zstd"} {
		e := ask(t, "GET", at+"/empty/404", append([]string{"Accept-Encoding", coding}, browser...)...)
		page, err := problem.Decode(e.Header.Get("Content-Encoding"), []byte(e.body))
		if err != nil || e.StatusCode != 404 || e.Header.Get("Content-Encoding") != coding {
			t.Fatalf("%q: %d, %v", coding, e.StatusCode, err)
		}
		for _, want := range []string{"Nothing on this shelf – Shop", "--accent:#0b6bcb", "mailto:help@shop.example", e.Header.Get("X-Request-Id")} {
			if !bytes.Contains(page, []byte(want)) {
				t.Errorf("%q: the page lacks %q", coding, want)
			}
		}
		if got := e.Header.Get("Content-Security-Policy"); got != brand.ContentSecurityPolicy() {
			t.Errorf("policy %s", got)
		}
	}
	if e := ask(t, "GET", at+"/empty/404", "Accept", "application/problem+json"); e.StatusCode != 404 {
		t.Errorf("a program gets %d", e.StatusCode)
	}
}

// Invariant 7: a brand that breaks costs the look, never the page or the status.
func TestABrokenBrandGivesTheBuiltInPageAndOneLineInTheLog(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("brand is broken") },
		"a panic":  func() error { panic("brand is broken") },
	} {
		var log bytes.Buffer
		edge, err := handlers.New(handlers.Options{
			Sites: []handlers.Site{{Upstream: newClient(t, upstream.Options{URL: failing(t)}), Brand: views.Brand{Name: "Shop"}}},
			Log:   slog.New(slog.NewTextHandler(&log, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		handlers.BreakBrand(edge, fail)
		at := serve(t, edge)
		for path, want := range map[string]int{"/empty/404": 404, "/empty/503": 503, "/empty/409": 409} {
			e := ask(t, "GET", at+path, browser...)
			if e.StatusCode != want || !strings.Contains(e.body, "<bdi>Shop</bdi>") || !strings.Contains(e.body, "<ol>") {
				t.Errorf("%s, %s: %d %s", name, path, e.StatusCode, e.body)
			}
		}
		if n := strings.Count(log.String(), "brand is broken"); n != 1 {
			t.Errorf("%s: %d lines in the log, want one a minute:\n%s", name, n, log.String())
		}
	}
}
