package listen_test

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// believing is the edge that believes loopback.
func believing(t testing.TB, site string) (string, func()) {
	t.Helper()
	trust, err := listen.NewTrust([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "")
	if err != nil {
		t.Fatal(err)
	}
	client, err := upstream.New(upstream.Options{URL: "http://" + site})
	if err != nil {
		t.Fatal(err)
	}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}, Trust: trust})
	if err != nil {
		t.Fatal(err)
	}
	address, stop := serveFront(t, listen.NewServer(edge, listen.Options{}).Server)
	return address, func() {
		stop()
		client.(interface{ CloseIdleConnections() }).CloseIdleConnections()
	}
}

func TestTheEdgePassesOnWhatABelievedProxySays(t *testing.T) {
	raw := get("HTTP/1.1\r\n" + host + "Connection: X-Forwarded-For\r\nX-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n")
	for name, c := range map[string]struct {
		front front
		sees  string
	}{
		"believed": {believing, "X-Forwarded-For: 203.0.113.7, 127.0.0.1\r\n"},
		"stranger": {edgeFront, "X-Forwarded-For: 127.0.0.1\r\n"},
	} {
		r := replay(t, c.front, raw)
		if why := r.complaint(shape{verdict: passes, sees: c.sees}); why != "" {
			t.Errorf("%s: %s", name, why)
		}
		secure := strings.Contains(r.arrivals[0].head, "X-Forwarded-Proto: https\r\n")
		if secure != (name == "believed") {
			t.Errorf("%s: the scheme arrives as https: %t", name, secure)
		}
	}
}

func TestTheEdgeRefusesWhatWasHereBefore(t *testing.T) {
	for raw, want := range map[string]int{
		get("HTTP/1.1\r\n" + host + "Via: 1.1 signpost\r\n"):         502,
		get("HTTP/1.1\r\n" + host + "CDN-Loop: a, a\r\n"):            502,
		"GET /a%00b HTTP/1.1\r\n" + host + "\r\n":                    400,
		get("HTTP/1.1\r\nHost: a,b\r\n"):                             400,
		get("HTTP/1.1\r\n" + host + "Via: 1.1 varnish, 2 caddy\r\n"): 200,
	} {
		r := replay(t, edgeFront, raw)
		if len(r.answers) != 2 || r.answers[0].code != want {
			t.Errorf("%.80q: answers %v, want %d", raw, r.answers, want)
		}
	}
}

// Each request that comes over HTTP/2 and would read otherwise in HTTP/1 is
// refused, by an answer or a reset.
func TestNoRequestOfHTTP2BecomesTwoInHTTP1(t *testing.T) {
	reached := make(chan string, 100)
	address := startTLS(t, edgeOver(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { reached <- r.RequestURI })))
	for _, fields := range [][]string{
		{"x", "a\r\nb: c"},
		{"x", "a\nb"},
		{"x", "a\x00b"},
		{"x y", "z"},
		{"x:y", "z"},
		{"X", "upper"},
		{"transfer-encoding", "chunked"},
		{"content-length", "5"},
		{"content-length", "+0"},
		{"host", "other.example"},
		{"connection", "upgrade"},
		{":path", "/a b"},
	} {
		if status := h2Status(t, address, fields...); status == "200" {
			t.Errorf("%q is answered with 200", fields)
		}
	}
	select {
	case uri := <-reached:
		t.Errorf("%s reached the site's server", uri)
	default:
	}
	if status := h2Status(t, address, "x", "y"); status != "200" {
		t.Errorf("a request in order gets %q: the test proves nothing", status)
	}
}

// h2Status sends one request by hand and returns the status of the answer,
// empty when the stream was reset.
func h2Status(t *testing.T, address string, fields ...string) string {
	t.Helper()
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return exchangeFrames(t, conn, fields)
}
