package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/upstream"
)

const app = "https://app.example"

// flaky is an edge whose server answers with code and header, until it fails.
type flaky struct {
	at   string
	down *atomic.Bool
}

func newFlaky(t *testing.T, c handlers.CORS, code int, header map[string]string) flaky {
	t.Helper()
	server := site(t, func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(code)
	})
	f := flaky{down: &atomic.Bool{}}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
		CORS: c, Upstream: &switching{newClient(t, upstream.Options{URL: server}), f.down},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	f.at = serve(t, edge)
	return f
}

// switching is a client that can be told to fail.
type switching struct {
	upstream.Client
	down *atomic.Bool
}

func (s *switching) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.down.Load() {
		return nil, &upstream.Failure{Type: "connection_refused", Word: "refused", Status: 502, Err: http.ErrServerClosed}
	}
	return s.Client.RoundTrip(r)
}

// fail asks once while the server is up, as learned says, and then while it is
// down.
func (f flaky) fail(t *testing.T, learned, path string, fields ...string) http.Header {
	t.Helper()
	f.down.Store(false)
	if learned != "" {
		ask(t, "GET", f.at+learned, fields...)
	}
	f.down.Store(true)
	e := ask(t, "GET", f.at+path, fields...)
	if e.StatusCode != 502 {
		t.Fatalf("while the server is down: %d", e.StatusCode)
	}
	return e.Header
}

func allowedOrigin(h http.Header) string { return strings.Join(h["Access-Control-Allow-Origin"], ", ") }

func TestOwnErrorsMirrorTheAllowanceOfTheSite(t *testing.T) {
	f := newFlaky(t, handlers.CORS{}, 200, map[string]string{
		"Access-Control-Allow-Origin": app, "Access-Control-Allow-Credentials": "true",
		"Access-Control-Expose-Headers": "X-Total, retry-after", "Vary": "Origin",
	})
	h := f.fail(t, "/api/orders", "/api/baskets", "Origin", app)
	if allowedOrigin(h) != app || h.Get("Access-Control-Allow-Credentials") != "true" {
		t.Errorf("header %v", h)
	}
	if got, want := h.Get("Access-Control-Expose-Headers"), "X-Total, retry-after, RateLimit, RateLimit-Policy, X-Request-Id"; got != want {
		t.Errorf("exposed %q, want %q", got, want)
	}
	if vary := h.Get("Vary"); !strings.Contains(vary, "Origin") {
		t.Errorf("Vary %q", vary)
	}
}

func TestWhereAMirroredAllowanceDoesNotHold(t *testing.T) {
	one := map[string]string{"Access-Control-Allow-Origin": app}
	for _, x := range []struct {
		name          string
		header        map[string]string
		learned, path string
		first, then   []string
		want          string
	}{
		{"the same origin and prefix", one, "/api/a", "/api/b", []string{"Origin", app}, []string{"Origin", app}, app},
		{"another prefix", one, "/api/a", "/img/b", []string{"Origin", app}, []string{"Origin", app}, ""},
		{"another origin", one, "/api/a", "/api/b", []string{"Origin", app}, []string{"Origin", "https://evil.example"}, ""},
		{"no origin", one, "/api/a", "/api/b", []string{"Origin", app}, nil, ""},
		{"an allowance for somebody else", one, "/api/a", "/api/b", []string{"Origin", "https://b.example"}, []string{"Origin", "https://b.example"}, ""},
		{"an allowance that nobody asked for", one, "/api/a", "/api/b", nil, []string{"Origin", app}, ""},
		{"all origins", map[string]string{"Access-Control-Allow-Origin": "*"}, "/api/a", "/api/b", nil, []string{"Origin", app}, "*"},
		{"nothing was learned", one, "", "/api/b", nil, []string{"Origin", app}, ""},
		{"no allowance at all", nil, "/api/a", "/api/b", []string{"Origin", app}, []string{"Origin", app}, ""},
	} {
		f := newFlaky(t, handlers.CORS{}, 200, x.header)
		if x.learned != "" {
			ask(t, "GET", f.at+x.learned, x.first...)
		}
		h := f.fail(t, "", x.path, x.then...)
		if got := allowedOrigin(h); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
		if x.want == "" && len(h["Access-Control-Expose-Headers"]) > 0 {
			t.Errorf("%s: fields are exposed to nobody: %v", x.name, h)
		}
	}
}

func TestAllOriginsNeverComeWithCredentials(t *testing.T) {
	f := newFlaky(t, handlers.CORS{}, 200, map[string]string{
		"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true",
	})
	if h := f.fail(t, "/a", "/a", "Origin", app); allowedOrigin(h) != "*" || h.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("header %v", h)
	}
}

func TestTheOwnersAllowance(t *testing.T) {
	fixed := handlers.CORS{Origins: []string{app, "http://localhost:3000"}, Credentials: true, Expose: []string{"X-Total"}}
	for _, x := range []struct {
		name, origin, want string
		cors               handlers.CORS
	}{
		{"a named origin", app, app, fixed},
		{"another named origin", "http://localhost:3000", "http://localhost:3000", fixed},
		{"a stranger", "https://evil.example", "", fixed},
		{"a longer name", app + ".evil.example", "", fixed},
		{"all", "https://any.example", "*", handlers.CORS{Origins: []string{"*"}}},
		{"off", app, "", handlers.CORS{Off: true}},
	} {
		f := newFlaky(t, x.cors, 200, map[string]string{"Access-Control-Allow-Origin": app})
		h := f.fail(t, "/a", "/a", "Origin", x.origin)
		if allowedOrigin(h) != x.want {
			t.Errorf("%s: %q, want %q", x.name, allowedOrigin(h), x.want)
		}
		if x.want == app && (h.Get("Access-Control-Allow-Credentials") != "true" ||
			h.Get("Access-Control-Expose-Headers") != "X-Total, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id") {
			t.Errorf("%s: header %v", x.name, h)
		}
	}
}

func TestWhatIsMirroredIsBounded(t *testing.T) {
	f := newFlaky(t, handlers.CORS{}, 200, map[string]string{"Access-Control-Allow-Origin": "*"})
	for i := range 600 {
		ask(t, "GET", fmt.Sprintf("%s/%d/x", f.at, i), "Origin", app)
	}
	f.down.Store(true)
	known := 0
	for i := range 600 {
		if allowedOrigin(ask(t, "GET", fmt.Sprintf("%s/%d/x", f.at, i), "Origin", app).Header) == "*" {
			known++
		}
	}
	if known != 512 {
		t.Errorf("%d prefixes are remembered, at most 512", known)
	}
}

func TestAPreflightThatFailsHasNoBody(t *testing.T) {
	f := newFlaky(t, handlers.CORS{Origins: []string{app}}, 200, nil)
	f.down.Store(true)
	e := ask(t, "OPTIONS", f.at+"/a", "Origin", app, "Access-Control-Request-Method", "PUT")
	if e.StatusCode != 502 || e.body != "" || allowedOrigin(e.Header) != app {
		t.Errorf("%d %q %v", e.StatusCode, e.body, e.Header)
	}
}

func TestOwnErrorsKeepTheSitesStrictTransportSecurity(t *testing.T) {
	f := newFlaky(t, handlers.CORS{}, 200, map[string]string{"Strict-Transport-Security": "max-age=31536000"})
	if got := f.fail(t, "", "/a").Get("Strict-Transport-Security"); got != "" {
		t.Errorf("before the site said so: %q", got)
	}
	if got := f.fail(t, "/a", "/a").Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("afterwards: %q", got)
	}
}

func TestAnErrorOfTheSiteTeachesNothing(t *testing.T) {
	f := newFlaky(t, handlers.CORS{}, 404, map[string]string{"Access-Control-Allow-Origin": "*"})
	if got := allowedOrigin(f.fail(t, "/a", "/a", "Origin", app)); got != "" {
		t.Errorf("a 404 taught %q", got)
	}
}
