package handlers_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// scripted is a site whose next answer a test sets.
type scripted struct {
	mu   sync.Mutex
	next func(*http.Request) (*http.Response, error)
}

func (s *scripted) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	next := s.next
	s.mu.Unlock()
	return next(r)
}

func (s *scripted) says(next func(*http.Request) (*http.Response, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = next
}

// answers gives a status, header lines ("Name: value") and a body.
func answers(code int, body string, lines ...string) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for _, line := range lines {
			name, value, _ := strings.Cut(line, ": ")
			h.Add(name, value)
		}
		res := &http.Response{
			StatusCode: code, Header: h, Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
		}
		if r.Method == http.MethodHead {
			res.Body = http.NoBody
		}
		return res, nil
	}
}

// fails gives no answer.
func fails(kind string, code status.Code) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		return nil, &upstream.Failure{Type: kind, Status: code, Word: "refused", Err: errors.New("no answer")}
	}
}

var refused = fails("connection_refused", status.BadGateway)

// rescued is an edge in front of a scripted site, called without a network.
type rescued struct {
	t    *testing.T
	site *scripted
	edge *handlers.Edge
}

func rescueEdge(t *testing.T, s handlers.Site) *rescued {
	t.Helper()
	g := &rescued{t: t, site: &scripted{}}
	s.Upstream = g.site
	var err error
	if g.edge, err = handlers.New(handlers.Options{Sites: []handlers.Site{s}}); err != nil {
		t.Fatal(err)
	}
	return g
}

// ask sends a request with header lines, in front of which "METHOD" may stand.
func (g *rescued) ask(method, target string, lines ...string) exchange {
	g.t.Helper()
	return call(g.t, g.edge, method, target, lines...)
}

const (
	robotsRules = "User-agent: *\nDisallow: /cart\n"
	textType    = "Content-Type: text/plain"
	htmlType    = "Content-Type: text/html"
	shoes       = "<!doctype html><title>Shoes</title><main><h1>Shoes</h1><p>All our shoes.</p></main>"
	navigate    = "Sec-Fetch-Mode: navigate"
	wantHTML    = "Accept: text/html,*/*;q=0.8"
)

func pages(d time.Duration) *lastgood.Policy { return &lastgood.Policy{IfError: d, Robots: d} }

func TestRobotsIsGuarded(t *testing.T) {
	challenge := "<!doctype html><title>Just a moment...</title>"
	withHTML := &lastgood.Policy{Robots: time.Hour, RobotsHTML: true}
	for _, c := range []struct {
		name   string
		policy *lastgood.Policy
		after  func(*http.Request) (*http.Response, error)
		status int
		body   string
		cache  string
	}{
		{"503 gives the copy", nil, answers(503, "<h1>down</h1>", htmlType), 200, robotsRules, "signpost; fwd=stale; fwd-status=503; detail=robots-guard"},
		{"500 gives the copy", nil, answers(500, ""), 200, robotsRules, "signpost; fwd=stale; fwd-status=500; detail=robots-guard"},
		{"429 gives the copy", nil, answers(429, "slow down", textType), 200, robotsRules, "signpost; fwd=stale; fwd-status=429; detail=robots-guard"},
		{"no connection gives the copy", nil, refused, 200, robotsRules, "signpost; fwd=stale; detail=robots-guard"},
		{"a timeout gives the copy", nil, fails("http_response_timeout", status.GatewayTimeout), 200, robotsRules, "signpost; fwd=stale; detail=robots-guard"},
		{"a limit of our own gives the copy", nil, fails("http_request_denied", status.TooManyRequests), 200, robotsRules, "signpost; hit; ttl=0; detail=robots-guard"},
		{"maintenance gives the copy", nil, fails("proxy_internal_response", status.ServiceUnavailable), 200, robotsRules, "signpost; hit; ttl=0; detail=robots-guard"},
		{"a failure that the client caused does not", nil, fails("http_request_error", status.BadRequest), 400, "400 Bad Request\n", ""},
		{"404 is an answer: no rules", nil, answers(404, "no", textType), 404, "no", ""},
		{"410 is an answer", nil, answers(410, "no", textType), 410, "no", ""},
		{"401 passes", nil, answers(401, "no", textType), 401, "no", ""},
		{"403 passes", nil, answers(403, "no", textType), 403, "no", ""},
		{"a redirect passes", nil, answers(301, "", "Location: /r.txt"), 301, "", ""},
		{"a page passes, unless the owner says otherwise", nil, answers(200, challenge, htmlType), 200, challenge, ""},
		{"a page gives the copy where the owner says so", withHTML, answers(200, challenge, textType), 200, robotsRules, "signpost; fwd=stale; fwd-status=200; detail=robots-guard"},
		{"a page with 202 too", withHTML, answers(202, challenge, htmlType), 200, robotsRules, "signpost; fwd=stale; fwd-status=202; detail=robots-guard"},
		{"new robotsRules pass", withHTML, answers(200, "User-agent: *\n", htmlType), 200, "User-agent: *\n", ""},
		{"nothing is rescued where the owner says never", &lastgood.Policy{}, answers(503, "down", textType), 503, "down", ""},
	} {
		for _, wish := range []string{"Accept: */*", wantHTML} {
			g := rescueEdge(t, handlers.Site{LastGood: c.policy})
			g.site.says(answers(200, robotsRules, textType))
			if got := g.ask("GET", "/robots.txt"); got.body != robotsRules || len(got.Header["Cache-Status"]) != 0 {
				t.Fatalf("%s: the good answer is %v %q", c.name, got.Header, got.body)
			}
			g.site.says(c.after)
			got := g.ask("GET", "/robots.txt", wish, navigate, "User-Agent: Googlebot/2.1")
			if got.StatusCode != c.status || got.body != c.body || got.Header.Get("Cache-Status") != c.cache {
				t.Errorf("%s (%s): %d %q, Cache-Status %q, want %d %q, %q", c.name, wish, got.StatusCode, got.body, got.Header.Get("Cache-Status"), c.status, c.body, c.cache)
			}
			if c.cache != "" && !strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain") {
				t.Errorf("%s: Content-Type %q", c.name, got.Header.Get("Content-Type"))
			}
			head := g.ask("HEAD", "/robots.txt", wish, navigate)
			if c.after != nil && c.cache != "" && (head.StatusCode != c.status || head.body != "") && !strings.Contains(c.name, "a page gives") {
				t.Errorf("%s: HEAD gives %d, GET %d", c.name, head.StatusCode, c.status)
			}
		}
	}
}

func TestARobotsWithoutACopyFailsInOneLineOfText(t *testing.T) {
	for name, c := range map[string]struct {
		says   func(*http.Request) (*http.Response, error)
		status int
		body   string
		waits  bool
	}{
		"a page of the site": {answers(503, "<!doctype html><h1>We are down</h1>", htmlType), 503, "503 Service Unavailable\n", true},
		"an empty answer":    {answers(500, ""), 500, "500 Internal Server Error\n", false},
		"a machine's answer": {answers(429, `{"error":"slow down"}`, "Content-Type: application/json"), 429, "429 Too Many Requests\n", true},
		"no answer":          {refused, 502, "502 Bad Gateway\n", false},
		"maintenance":        {fails("proxy_internal_response", status.ServiceUnavailable), 503, "503 Service Unavailable\n", true},
		"credentials for us": {answers(407, "<h1>log in</h1>", htmlType), 502, "502 Bad Gateway\n", false},
	} {
		g := rescueEdge(t, handlers.Site{})
		g.site.says(c.says)
		got := g.ask("GET", "/robots.txt", navigate, wantHTML)
		if got.StatusCode != c.status || got.body != c.body || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain") ||
			(got.Header.Get("Retry-After") != "") != c.waits {
			t.Errorf("%s: %d %v %q, want %d %q as text/plain, Retry-After %v", name, got.StatusCode, got.Header, got.body, c.status, c.body, c.waits)
		}
	}
}

func TestAPageThatFailsIsAnsweredFromItsCopy(t *testing.T) {
	for _, c := range []struct {
		name   string
		method string
		target string
		lines  []string
		after  func(*http.Request) (*http.Response, error)
		status int
		copied bool
	}{
		{"after 503", "GET", "/a", nil, answers(503, "down", htmlType), 200, true},
		{"after 500", "GET", "/a", nil, answers(500, ""), 200, true},
		{"after no connection", "GET", "/a", nil, refused, 200, true},
		{"when all servers are down", "GET", "/a", nil, fails("destination_unavailable", status.ServiceUnavailable), 200, true},
		{"a browser gets it too", "GET", "/a", []string{navigate, wantHTML}, answers(502, "<center><h1>502 Bad Gateway</h1></center>", htmlType), 200, true},
		{"a range is ignored", "GET", "/a", []string{"Range: bytes=0-3"}, answers(503, ""), 200, true},
		{"HEAD has no body", "HEAD", "/a", nil, answers(503, ""), 200, true},
		{"a client that has it gets 304", "GET", "/a", []string{`If-None-Match: "v1"`}, answers(503, ""), 304, true},
		{"not after 501", "GET", "/a", nil, answers(501, ""), 501, false},
		{"not after 429", "GET", "/a", nil, answers(429, ""), 429, false},
		{"not after 404", "GET", "/a", nil, answers(404, ""), 404, false},
		{"not after 409", "GET", "/a", nil, answers(409, ""), 409, false},
		{"not in maintenance: its page says when it is over", "GET", "/a", nil, fails("proxy_internal_response", status.ServiceUnavailable), 503, false},
		{"not for who was limited", "GET", "/a", nil, fails("http_request_denied", status.TooManyRequests), 429, false},
		{"not for a change", "POST", "/a", nil, answers(503, ""), 503, false},
		{"not for another address", "GET", "/a?b", nil, answers(503, ""), 503, false},
		{"not for who has a password", "GET", "/a", []string{"Authorization: Basic eDp5"}, answers(503, ""), 503, false},
		{"not for who has a session", "GET", "/a", []string{"Cookie: s=1"}, answers(503, ""), 503, false},
		{"not where the site keeps its own answer", "GET", "/a", nil, answers(503, "", "Signpost-Page: keep"), 503, false},
		{"not where nobody may change it", "GET", "/a", nil, answers(503, "", "Cache-Control: no-transform"), 503, false},
	} {
		g := rescueEdge(t, handlers.Site{LastGood: pages(time.Hour)})
		g.site.says(answers(200, shoes, htmlType, `Etag: "v1"`, "X-Robots-Tag: noarchive", "X-Request-Id: old"))
		g.ask("GET", "/a")
		g.site.says(c.after)
		got := g.ask(c.method, c.target, c.lines...)
		if got.StatusCode != c.status || strings.Contains(got.Header.Get("Cache-Status"), "detail=last-good") != c.copied {
			t.Errorf("%s: %d, Cache-Status %q, want %d, copied %v", c.name, got.StatusCode, got.Header.Get("Cache-Status"), c.status, c.copied)
		}
		if !c.copied {
			continue
		}
		if got.Header.Get("Age") == "" || got.Header.Get("X-Robots-Tag") != "noarchive" || got.Header.Get("X-Request-Id") == "old" {
			t.Errorf("%s: the fields are %v", c.name, got.Header)
		}
		if want := shoes; c.status == 200 && c.method == "GET" && got.body != want {
			t.Errorf("%s: the body is %q", c.name, got.body)
		}
	}
}

// The negative control of the tables above: without copies each failure stays.
func TestWithoutCopiesAFailureStays(t *testing.T) {
	g := rescueEdge(t, handlers.Site{LastGood: &lastgood.Policy{}})
	for _, target := range []string{"/a", "/robots.txt"} {
		g.site.says(answers(200, shoes, htmlType))
		g.ask("GET", target)
		g.site.says(answers(503, ""))
		if got := g.ask("GET", target); got.StatusCode != 503 {
			t.Errorf("%s: %d, want 503", target, got.StatusCode)
		}
	}
}

// Invariant 3: a copy is for everybody, whatever the program calls itself.
func TestACopyDoesNotDependOnTheUserAgent(t *testing.T) {
	g := rescueEdge(t, handlers.Site{LastGood: pages(time.Hour), Reads: handlers.Reads{Protect: true}})
	g.site.says(answers(200, shoes, htmlType))
	g.ask("GET", "/a")
	for _, fail := range []func(*http.Request) (*http.Response, error){answers(503, ""), answers(409, "x"), answers(423, ""), refused} {
		g.site.says(fail)
		for _, target := range []string{"/a", "/none"} {
			want := g.ask("GET", target, "User-Agent: curl/8")
			for _, agent := range []string{"Googlebot/2.1", "Mozilla/5.0", ""} {
				got := g.ask("GET", target, "User-Agent: "+agent)
				if got.StatusCode != want.StatusCode || withoutID(got) != withoutID(want) {
					t.Errorf("%s as %q: %d, others get %d", target, agent, got.StatusCode, want.StatusCode)
				}
			}
		}
	}
}

func withoutID(e exchange) string {
	return strings.ReplaceAll(e.body, e.Header.Get("X-Request-Id"), "")
}

func TestCopiesOutliveTheEdge(t *testing.T) {
	folder := t.TempDir()
	life := func(says func(*http.Request) (*http.Response, error), target string) exchange {
		store, err := lastgood.Open(lastgood.Options{Path: folder})
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		s := &scripted{next: says}
		edge, err := handlers.New(handlers.Options{Copies: store, Sites: []handlers.Site{{Upstream: s, LastGood: pages(time.Hour)}}})
		if err != nil {
			t.Fatal(err)
		}
		return call(t, edge, "GET", target)
	}
	life(answers(200, robotsRules, textType), "/robots.txt")
	life(answers(200, shoes, htmlType), "/a")
	if got := life(refused, "/robots.txt"); got.StatusCode != 200 || got.body != robotsRules {
		t.Errorf("robots.txt after a restart: %d %q", got.StatusCode, got.body)
	}
	if got := life(answers(500, ""), "/a"); got.StatusCode != 200 || got.body != shoes {
		t.Errorf("a page after a restart: %d %q", got.StatusCode, got.body)
	}
}

func TestARuleMayServeTheLastGoodCopy(t *testing.T) {
	g := rescueEdge(t, handlers.Site{
		LastGood: pages(time.Hour),
		Policy: &handlers.Policy{Rules: rules(t, rule.Rule{
			Name: "gone for a moment", When: rule.When{Status: []string{"404"}, Path: []string{"/a"}}, Then: rule.Then{Serve: "last-good"},
		})},
	})
	g.site.next = answers(404, "<h1>nothing</h1>", htmlType)
	if e := g.ask("GET", "/a", navigate, wantHTML); e.StatusCode != 404 {
		t.Errorf("without a copy: %d", e.StatusCode)
	}
	g.site.next = answers(200, shoes, htmlType)
	g.ask("GET", "/a", navigate, wantHTML)
	g.site.next = answers(404, "<h1>nothing</h1>", htmlType)
	if e := g.ask("GET", "/a", navigate, wantHTML); e.StatusCode != 200 || e.body != shoes {
		t.Errorf("with a copy: %d %q", e.StatusCode, e.body)
	}
}

// A front that ends TLS hands over what a visitor with TLS would have got from
// the edge itself: the copies are the same.
func TestCopiesHaveTheSchemeOfTheVisitor(t *testing.T) {
	trust, err := listen.NewTrust([]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "")
	if err != nil {
		t.Fatal(err)
	}
	site := &scripted{}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: site}}, Trust: trust})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(scheme, peer, forwarded string) (int, string) {
		r := httptest.NewRequest("GET", scheme+"://a/robots.txt", nil) // https: with TLS
		r.RemoteAddr = peer
		if forwarded != "" {
			r.Header.Set("X-Forwarded-Proto", forwarded)
		}
		w := httptest.NewRecorder()
		edge.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	const front, stranger = "192.0.2.1:5", "203.0.113.9:5"
	site.says(answers(200, robotsRules, textType))
	ask("http", front, "https")
	site.says(answers(503, "down", textType))
	for name, c := range map[string]struct {
		scheme, peer, forwarded string
		copied                  bool
	}{
		"the front again":            {"http", front, "https", true},
		"a visitor with TLS":         {"https", stranger, "", true},
		"a visitor without":          {"http", stranger, "", false},
		"a stranger who claims":      {"http", stranger, "https", false},
		"the front, visitor without": {"http", front, "http", false},
		"the front, no known scheme": {"http", front, "gopher", false},
	} {
		if code, body := ask(c.scheme, c.peer, c.forwarded); (body == robotsRules) != c.copied {
			t.Errorf("%s: %d %q, want the copy: %t", name, code, body, c.copied)
		}
	}
}
