package handlers_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// sites returns an edge with one site for each list of hosts; the site's
// server answers with its number.
func sites(t *testing.T, hosts ...[]string) *handlers.Edge {
	t.Helper()
	var opts handlers.Options
	for i, h := range hosts {
		server := site(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, string(rune('1'+i))) })
		opts.Sites = append(opts.Sites, handlers.Site{Hosts: h, Upstream: newClient(t, upstream.Options{URL: server})})
	}
	edge, err := handlers.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return edge
}

func TestTheHostChoosesTheSite(t *testing.T) {
	at := serve(t, sites(t,
		[]string{"shop.example", "WWW.shop.example"},
		[]string{"*.shop.example"},
		[]string{"*.eu.shop.example"},
	))
	for host, want := range map[string]string{
		"shop.example": "1", "SHOP.example.": "1", "shop.example:8080": "1", "www.shop.example": "1",
		"a.shop.example": "2", "a.b.shop.example": "2",
		"eu.shop.example": "2", "x.eu.shop.example": "3",
	} {
		if e := ask(t, "GET", at+"/", "Host", host); e.body != want {
			t.Errorf("Host %s: site %q, want %q", host, e.body, want)
		}
	}
	for _, host := range []string{"other.example", "example", "xshop.example", "[::1]"} {
		e := ask(t, "GET", at+"/", append([]string{"Host", host}, browser...)...)
		if e.StatusCode != http.StatusMisdirectedRequest || e.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("Host %s: %d %s, want a page with 421", host, e.StatusCode, e.Header.Get("Content-Type"))
		}
	}
}

func TestASiteForAnyHostTakesTheRest(t *testing.T) {
	at := serve(t, sites(t, []string{"shop.example"}, []string{"*"}))
	for host, want := range map[string]string{"shop.example": "1", "other.example": "2", "127.0.0.1": "2"} {
		if e := ask(t, "GET", at+"/", "Host", host); e.body != want {
			t.Errorf("Host %s: site %q, want %q", host, e.body, want)
		}
	}
}
