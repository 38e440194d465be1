package survival_test

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/internal/survival"
	"github.com/seed-3913a1bb/signpost/upstream"
)

var update = flag.Bool("update", false, "write the generated documentation anew")

var (
	statuses = []int{401, 403, 404, 405, 407, 409, 412, 416, 423, 426, 428, 429, 500, 502, 503, 504}
	methods  = []string{"GET", "HEAD", "POST"}
)

// served is the status that a visitor gets: a 407 asks the edge, not the
// visitor (RFC 9110 section 11.7.1).
func served(code int) int {
	if code == http.StatusProxyAuthRequired {
		return http.StatusBadGateway
	}
	return code
}

// upstreamSite answers the status in the path with a header that fill writes.
func upstreamSite(t *testing.T, fill func(h http.Header, code string)) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := strings.TrimPrefix(r.URL.Path, "/")
		fill(w.Header(), number)
		if r.Method == http.MethodHead {
			w.Header().Set("Content-Length", "0") // of a longer body a HEAD tells nothing, and passes
		}
		code, _ := strconv.Atoi(number)
		w.WriteHeader(code)
		_, _ = io.WriteString(w, `{"type":"about:blank","title":"Conflict","status":409,"detail":"Busy."}`)
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// startEdge serves a real edge in front of target.
func startEdge(t *testing.T, target string) string {
	t.Helper()
	client, err := upstream.New(upstream.Options{URL: target})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.(interface{ CloseIdleConnections() }).CloseIdleConnections)
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(edge)
	srv.Config = listen.NewServer(edge, listen.Options{}).Server
	srv.Start()
	t.Cleanup(srv.Close)
	return srv.URL
}

// navigate asks as a browser that opens a page, and with the fields of a cache
// and of a resumed download.
func navigate(t *testing.T, method, url string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{
		"Accept": {"text/html"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"},
		"If-None-Match": {`"v7"`}, "Range": {"bytes=0-9"}, "Accept-Encoding": {"identity"},
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if length := int(res.ContentLength); method != http.MethodHead && length != len(body) {
		t.Errorf("%s %s: %d bytes announced, %d sent", method, url, length, len(body))
	}
	return res
}

// measured is where each field was seen to stay, by name: "409 POST".
type measured map[string][]string

// Of Content-Encoding and Transfer-Encoding only the body knows; the fields
// here need no body to match them.
func measure(t *testing.T) measured {
	t.Helper()
	edge := startEdge(t, upstreamSite(t, func(h http.Header, code string) {
		survival.Send(h, code)
		h.Del("Content-Encoding") // the body is not coded
		if h.Get("Upgrade") != "" {
			h.Set("Connection", "Upgrade")
		}
	}))
	stays := measured{}
	for _, code := range statuses {
		for _, method := range methods {
			res := navigate(t, method, fmt.Sprintf("%s/%d", edge, code))
			if res.StatusCode != served(code) || res.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%s %d: status %s, %s", method, code, res.Status, res.Header.Get("Content-Type"))
			}
			for _, f := range survival.Fields() {
				lines := res.Header.Values(f.Name)
				if f.Kept(lines) {
					stays[f.Name] = append(stays[f.Name], fmt.Sprint(code, " ", method))
				} else if len(lines) > 0 {
					t.Errorf("%s %d: %s is %q, sent %q", method, code, f.Name, lines, f.Values)
				}
			}
		}
	}
	return stays
}

func TestSurvival(t *testing.T) {
	stays := measure(t)
	for _, f := range survival.Fields() {
		var want []string
		for _, code := range statuses {
			for _, method := range methods {
				if f.StaysOn(method, code) {
					want = append(want, fmt.Sprint(code, " ", method))
				}
			}
		}
		if !slices.Equal(stays[f.Name], want) {
			t.Errorf("%s stays on %v, want %v", f.Name, stays[f.Name], want)
		}
	}
	checkGuide(t, render(stays, fifteen(t)))
}

// The table must tell a policy from none: who drops every field, and who keeps
// every field, both break many rows.
func TestTheTableHoldsFieldsToKeepAndFieldsToDrop(t *testing.T) {
	lost, wrong := 0, 0
	for _, f := range survival.Fields() {
		if f.StaysOn(http.MethodGet, http.StatusConflict) {
			lost++
		} else {
			wrong++
		}
	}
	if lost < 40 || wrong < 40 {
		t.Errorf("of a 409 the table keeps %d fields and drops %d: it would not tell a policy from none", lost, wrong)
	}
}
