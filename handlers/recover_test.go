package handlers_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// clientFunc is an upstream made of a function.
type clientFunc func(*http.Request) (*http.Response, error)

func (f clientFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAPanicBeforeTheFirstByteBecomesAPage(t *testing.T) {
	edge := startEdgeOver(t, clientFunc(func(*http.Request) (*http.Response, error) { panic("broken") }))
	for _, c := range []struct {
		request     []string
		contentType string
	}{
		{browser, "text/html; charset=utf-8"}, {[]string{"Accept", "application/json"}, "application/problem+json"},
	} {
		e := ask(t, "GET", edge, c.request...)
		if e.StatusCode != 500 || e.Header.Get("Content-Type") != c.contentType ||
			e.Header.Get("Proxy-Status") != "signpost; error=proxy_internal_error" || strings.Contains(e.body, "broken") {
			t.Errorf("%d %v %s", e.StatusCode, e.Header, e.body)
		}
	}
}

// panicking is a body that panics after its first bytes.
type panicking struct{ sent bool }

func (p *panicking) Read(b []byte) (int, error) {
	if p.sent {
		panic("broken")
	}
	p.sent = true
	return copy(b, strings.Repeat("a", 8<<10)), nil
}

func (p *panicking) Close() error { return nil }

func TestAPanicAfterTheFirstByteAbortsVisibly(t *testing.T) {
	edge := startEdgeOver(t, clientFunc(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
			Body: &panicking{}, ContentLength: -1, Request: r,
		}, nil
	}))
	req, err := http.NewRequestWithContext(t.Context(), "GET", edge, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := plain.Do(req)
	if err != nil {
		return // nothing arrived: visible
	}
	defer res.Body.Close()
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("the answer ended cleanly")
	}
}

func TestAnUpstreamThatIsNoneOfOursStillCannotSendABadStatus(t *testing.T) {
	for _, code := range []int{0, 42, 99, 600, 999} {
		edge := startEdgeOver(t, clientFunc(func(r *http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: code, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
				Body: http.NoBody, Request: r,
			}, nil
		}))
		if e := ask(t, "GET", edge, browser...); e.StatusCode != 502 {
			t.Errorf("%d becomes %d, want 502", code, e.StatusCode)
		}
	}
}

func TestAnUnknownErrorOfAnUpstreamIs502(t *testing.T) {
	edge := startEdgeOver(t, clientFunc(func(*http.Request) (*http.Response, error) { return nil, errors.New("odd") }))
	if e := ask(t, "GET", edge); e.StatusCode != 502 {
		t.Errorf("status %d, want 502", e.StatusCode)
	}
}

// Invariant 7: a broken part of the edge, here a language, costs the words and
// never the status.
func TestABrokenPartOfTheEdgeStillGivesAPageWithTheRightStatus(t *testing.T) {
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
		Upstream:  newClient(t, upstream.Options{URL: failing(t)}),
		Languages: []*locale.Language{nil},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	at := serve(t, edge)
	for path, want := range map[string]int{"/api/409": 409, "/empty/503": 503, "/_signpost/x": 404} {
		e := ask(t, "GET", at+path, browser...)
		if e.StatusCode != want || !strings.Contains(e.body, "<p>Something went wrong.") || e.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %d %s", path, e.StatusCode, e.body)
		}
	}
}

func TestTheLastResortNeedsNothing(t *testing.T) {
	page, format := handlers.LastResort(409, handlers.HTML)
	if format != handlers.HTML || strings.Count(string(page), "<h1>") != 1 || !strings.Contains(string(page), "409 Conflict") {
		t.Errorf("%s: %s", format, page)
	}
	if text, format := handlers.LastResort(503, handlers.JSON); format != handlers.Text || string(text) != "503 Service Unavailable\n" {
		t.Errorf("%s: %q", format, text)
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	for _, c := range []struct {
		sites []handlers.Site
		want  string
	}{
		{nil, "no site"},
		{[]handlers.Site{{}}, "site 1: no upstream"},
		{[]handlers.Site{{Hosts: []string{"a.example"}}, {Hosts: []string{"A.example"}}}, `site 2: host "a.example" belongs to site 1`},
	} {
		if _, err := handlers.New(handlers.Options{Sites: c.sites}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("New with %d sites: %v, want %q", len(c.sites), err, c.want)
		}
	}
}
