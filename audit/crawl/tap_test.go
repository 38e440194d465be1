package crawl_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestAQuestionGoesByTheVersionOfIPThatItWants(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer server.Close()
	a, err := crawl.ParseAddress(strings.Replace(server.URL, "127.0.0.1", "localhost", 1))
	if err != nil {
		t.Fatal(err)
	}
	c, err := crawl.New(crawl.Options{Seeds: []crawl.Address{a}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for family, want := range map[string]bool{"tcp4": true, "tcp6": false} {
		x, _ := c.Ask(t.Context(), crawl.Question{Address: a, HTTP1: true, Family: family})
		if x.Answered() != want {
			t.Errorf("%s: answered %v by a server on 127.0.0.1, want %v: %s", family, x.Answered(), want, x.Cause)
		}
	}
}

func TestWhatFollowsNotModifiedIsCounted(t *testing.T) {
	for name, c := range map[string]struct {
		answer    string
		condition bool
		want      int
	}{
		"a body":           {"HTTP/1.1 304 Not Modified\r\nEtag: \"a\"\r\n\r\n<p>", true, 3},
		"none":             {"HTTP/1.1 304 Not Modified\r\nEtag: \"a\"\r\n\r\n", true, 0},
		"an early hint":    {"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 304 Not Modified\r\n\r\n", true, 0},
		"no condition":     {"HTTP/1.1 304 Not Modified\r\n\r\n<p>", false, 0},
		"a page with body": {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>", true, 0},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				panic(err)
			}
			_, _ = conn.Write([]byte(c.answer))
			conn.Close()
		}))
		a, err := crawl.ParseAddress(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		asking, err := crawl.New(crawl.Options{Seeds: []crawl.Address{a}, IgnoreRobots: true})
		if err != nil {
			t.Fatal(err)
		}
		q := crawl.Question{Address: a}
		if c.condition {
			q.Header = http.Header{"If-None-Match": {`"a"`}}
		}
		if x, _ := asking.Ask(t.Context(), q); x.Surplus != c.want {
			t.Errorf("%s: %d bytes behind the answer, want %d (%s)", name, x.Surplus, c.want, x.Reason)
		}
		asking.Close()
		server.Close()
	}
}
