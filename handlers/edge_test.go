package handlers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// startEdge serves an edge in front of the server at target, with the server
// that NewServer gives, and returns its address.
func startEdge(t *testing.T, target string) string {
	t.Helper()
	return startEdgeOver(t, newClient(t, upstream.Options{URL: target, HeaderTimeout: 5 * time.Second}))
}

// newClient returns a client whose connections end with the test.
func newClient(t *testing.T, opts upstream.Options) upstream.Client {
	t.Helper()
	client, err := upstream.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.(interface{ CloseIdleConnections() }).CloseIdleConnections)
	return client
}

// newEdge returns an edge in front of the server at target.
func newEdge(t *testing.T, opts upstream.Options) *handlers.Edge {
	t.Helper()
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: newClient(t, opts)}}})
	if err != nil {
		t.Fatal(err)
	}
	return edge
}

func startEdgeOver(t *testing.T, client upstream.Client) string {
	t.Helper()
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, edge)
}

// serve runs h behind NewServer on 127.0.0.1.
func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	srv.Config = listen.NewServer(h, listen.Options{}).Server
	srv.Start()
	t.Cleanup(srv.Close)
	t.Cleanup(plain.CloseIdleConnections)
	return srv.URL
}

// site serves a handler as the site's own server.
func site(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

// plain sends requests as they are: no compression of its own, no redirects.
var plain = &http.Client{
	Transport: &http.Transport{DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	},
	Timeout: 20 * time.Second,
}

// times are the parts of a page that differ from one moment to the next.
var times = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)

func timeless(page string) string { return times.ReplaceAllString(page, "") }

// exchange is an answer read to its end.
type exchange struct {
	*http.Response
	body string
}

func ask(t *testing.T, method, url string, fields ...string) exchange {
	t.Helper()
	return send(t, method, url, nil, fields...)
}

// send asks with header fields given as name, value, name, value, …
func send(t *testing.T, method, url string, body io.Reader, fields ...string) exchange {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(fields); i += 2 {
		req.Header.Add(fields[i], fields[i+1])
	}
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	return do(t, plain, req)
}

func do(t *testing.T, client *http.Client, req *http.Request) exchange {
	t.Helper()
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("read the body of %s %s: %v", req.Method, req.URL, err)
	}
	return exchange{res, string(b)}
}

// browser is what a browser states when a person opens a page.
var browser = []string{
	"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
	"Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Accept-Language", "en",
}
