package upstream_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestPathAndQueryArriveByteForByte(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ prefix, target, want string }{
		{"", "/", "/"},
		{"", "/a?b", "/a?b"},
		{"", "/a?", "/a?"},
		{"", "/echo?a=%2F&b=1;2&c=%zz", "/echo?a=%2F&b=1;2&c=%zz"},
		{"", "/a%2Fb%5Cc", "/a%2Fb%5Cc"},
		{"", "/%61", "/%61"},
		{"", "/a%2fb/../c//d/.", "/a%2fb/../c//d/."},
		{"", "//evil/x", "//evil/x"},
		{"", "/a|b^c\"", "/a|b^c\""},
		{"", "/caf\xc3\xa9", "/caf\xc3\xa9"},
		{"", "/a;v=1,2", "/a;v=1,2"},
		{"", "/%00", "/%00"},
		{"", "/x%0d%0aY:%20z", "/x%0d%0aY:%20z"},
		{"/app", "/", "/app/"},
		{"/app/", "/", "/app/"},
		{"/app", "/a%2Fb?x", "/app/a%2Fb?x"},
		{"/app", "//a|b", "/app//a|b"},
		{"/a%2Fb", "/c", "/a%2Fb/c"},
		{"/a%2Fb", "/c%20d", "/a%2Fb/c%20d"},
	} {
		s := rawserver.Start(t, rawserver.Reply(noContent))
		in := incoming(t, c.target)
		res, err := newClient(t, upstream.Options{URL: s.URL() + c.prefix}).RoundTrip(in)
		if err != nil {
			t.Fatalf("%q: %v", c.target, err)
		}
		_ = res.Body.Close()
		if got := s.Requests()[0].Target(); got != c.want {
			t.Errorf("%q behind %q arrived as %q, want %q", c.target, c.prefix, got, c.want)
		}
	}
}

// incoming is a request with this target as the server of net/http reads it.
func incoming(t *testing.T, target string) *http.Request {
	t.Helper()
	u, err := url.ParseRequestURI(target)
	if err != nil {
		t.Fatal(err)
	}
	req := newRequest(t, "GET", "/", "")
	req.URL = u
	req.Host = "shop.example"

	return req
}

func TestAnAsteriskStaysAnAsterisk(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	req := newRequest(t, "OPTIONS", "/", "")
	req.URL = &url.URL{Path: "*"}
	res, err := newClient(t, upstream.Options{URL: s.URL() + "/app"}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if got := s.Requests()[0].Target(); got != "*" {
		t.Errorf("target %q, want *", got)
	}
}

func TestAPathCannotForgeARequest(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	client := newClient(t, upstream.Options{URL: s.URL()})
	for _, path := range []string{"/a HTTP/1.1\r\nX: y", "/a?b#c", "/a\x00b", "/a b"} {
		req := newRequest(t, "GET", "/", "")
		req.URL = &url.URL{Path: path, RawPath: path}
		res, err := client.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	for _, r := range s.Requests() {
		if strings.ContainsAny(r.Target(), " ?#\x00") || len(r.Values("X")) > 0 {
			t.Errorf("a path arrived as %q", r.Head)
		}
	}
}

func TestTheHostOfTheVisitorArrives(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(incoming(t, "/"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if got := s.Requests()[0].Values("Host"); !reflect.DeepEqual(got, []string{"shop.example"}) {
		t.Errorf("Host %q, want shop.example", got)
	}
}

func TestTheClientAddsNoFieldsOfItsOwn(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(incoming(t, "/"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if got := s.Requests()[0].Head; got != "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n" {
		t.Errorf("request %q, want nothing but its line and Host", got)
	}
}

func TestTheCallersRequestIsNotChanged(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	req := httptest.NewRequestWithContext(t.Context(), "POST", "/a%2Fb?c;d", nil)
	req.Header.Set("Idempotency-Key", "1")
	was := req.Clone(req.Context())

	res, err := newClient(t, upstream.Options{URL: s.URL() + "/app"}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if !reflect.DeepEqual(req.URL, was.URL) || !reflect.DeepEqual(req.Header, was.Header) || req.Host != was.Host || req.Body != http.NoBody {
		t.Errorf("request is now %+v, was %+v", req, was)
	}
}

func TestARedirectIsAnAnswer(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"))
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != 302 || len(s.Requests()) != 1 {
		t.Errorf("status %d after %d requests, want 302 after 1", res.StatusCode, len(s.Requests()))
	}
}

func TestACodedBodyArrivesAsItIs(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"))
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body := readAll(t, res); body != "\x1f\x8b\x08\x00" || res.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("body %q coded as %q", body, res.Header.Get("Content-Encoding"))
	}
}

func TestTheEnvironmentsProxyIsNotAsked(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("NO_PROXY", "")
	s := rawserver.Start(t, rawserver.Reply(noContent))
	req := newRequest(t, "GET", "/", "")
	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
}
