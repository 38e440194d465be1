package handlers_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// cutting is a site that says less than it promised, where the address says so.
func cutting(w http.ResponseWriter, r *http.Request) {
	body := shoes + strings.Repeat("<p>All our shoes.</p>", 2000)
	if r.URL.Path == "/robots.txt" {
		body = robotsRules + strings.Repeat("Disallow: /x\n", 3000)
	}
	conn, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	length := len(body)
	fmt.Fprintf(buf, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n")
	switch r.Header.Get("X-Way") {
	case "length":
		fmt.Fprintf(buf, "Content-Length: %d\r\n\r\n%s", length+1, body)
	case "chunked":
		fmt.Fprintf(buf, "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", length, body)
	case "close":
		fmt.Fprintf(buf, "\r\n%s", body[:length-5])
	default:
		fmt.Fprintf(buf, "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", length, body)
	}
	_ = buf.Flush()
}

// A body that was cut on the wire is no copy; and a site whose machine is gone
// is answered for.
func TestOnTheWireOnlyWholeBodiesBecomeCopies(t *testing.T) {
	for _, path := range []string{"/a", "/robots.txt"} {
		for _, way := range []string{"length", "chunked", "close", "whole"} {
			origin := httptest.NewServer(http.HandlerFunc(cutting))
			edge := startKeepingEdge(t, origin.URL)
			res, err := get(t, edge+path, way)
			if way == "length" || way == "chunked" {
				if err == nil {
					t.Errorf("%s, %s: the client was not told that the body is cut", path, way)
				}
			} else if err != nil || res != http.StatusOK {
				t.Errorf("%s, %s: %d, %v", path, way, res, err)
			}
			origin.Close()
			want := http.StatusBadGateway
			if way == "whole" {
				want = http.StatusOK
			}
			if got, err := get(t, edge+path, ""); err != nil || got != want {
				t.Errorf("%s, %s: without the site %d, %v, want %d", path, way, got, err, want)
			}
		}
	}
}

func get(t *testing.T, url, way string) (int, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Way", way)
	res, err := plain.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}

// A site that dies right after its header is answered for by its copy.
func TestASiteThatDiesAfterItsHeaderIsAnsweredForByItsCopy(t *testing.T) {
	dying := false
	origin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if !dying {
			_, _ = w.Write([]byte(shoes))
			return
		}
		conn, buf, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = buf.WriteString("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<!doctype")
		_ = buf.Flush()
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = conn.Close()
	}))
	defer origin.Close()
	edge := startKeepingEdge(t, origin.URL)
	ask(t, "GET", edge+"/a")
	dying = true
	got := ask(t, "GET", edge+"/a")
	if got.StatusCode != 200 || got.body != shoes || got.Header.Get("Cache-Status") != "signpost; fwd=stale; detail=last-good" {
		t.Errorf("%d %q %q", got.StatusCode, got.body, got.Header.Get("Cache-Status"))
	}
}

// startKeepingEdge serves an edge that keeps whatever it may.
func startKeepingEdge(t *testing.T, target string) string {
	t.Helper()
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
		Upstream: newClient(t, upstream.Options{URL: target, HeaderTimeout: 5 * time.Second}),
		LastGood: &lastgood.Policy{IfError: time.Hour, Robots: time.Hour, Sitemaps: time.Hour, RobotsHTML: true},
		Reads:    handlers.Reads{Protect: true},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, edge)
}
