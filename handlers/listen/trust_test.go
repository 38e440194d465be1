package listen_test

import (
	"crypto/tls"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

func trust(t *testing.T, source string, prefixes ...string) *listen.Trust {
	t.Helper()
	var peers []netip.Prefix
	for _, p := range prefixes {
		peers = append(peers, netip.MustParsePrefix(p))
	}
	tr, err := listen.NewTrust(peers, source)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// request is one from a peer with header lines "Name: value".
func request(peer string, lines ...string) *http.Request {
	r := httptest.NewRequest("GET", "/", nil)
	r.Host, r.RemoteAddr = "shop.example", peer
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return r
}

func TestTheVisitorsAddressIsTheLastThatIsVouchedFor(t *testing.T) {
	nets := []string{"10.0.0.0/8", "fd00::/8"}
	for _, c := range []struct{ source, peer, line, want string }{
		{"", "10.0.0.1:5", "X-Forwarded-For: 203.0.113.7", "203.0.113.7"},
		{"", "203.0.113.9:5", "X-Forwarded-For: 1.2.3.4", "203.0.113.9"},
		{"", "10.0.0.1:5", "X-Forwarded-For: 1.2.3.4, 203.0.113.7, 10.1.1.1", "203.0.113.7"},
		{"", "10.0.0.1:5", "X-Forwarded-For: 1.2.3.4, garbage, 10.1.1.1", ""},
		{"", "10.0.0.1:5", "X-Forwarded-For: 10.2.2.2, 10.1.1.1", "10.2.2.2"},
		{"", "10.0.0.1:5", "X: y", "10.0.0.1"},
		{"", "[::ffff:10.0.0.1]:5", "X-Forwarded-For: ::ffff:203.0.113.7", "203.0.113.7"},
		{"", "[fd00::1]:5", "X-Forwarded-For: 2001:db8::7", "2001:db8::7"},
		{"x-forwarded-for", "10.0.0.1:5", "Forwarded: for=203.0.113.7", "10.0.0.1"},
		{"forwarded", "10.0.0.1:5", "Forwarded: for=1.2.3.4, for=203.0.113.7;proto=https, for=10.1.1.1", "203.0.113.7"},
		{"forwarded", "10.0.0.1:5", `Forwarded: For="[2001:db8::7]:4711"`, "2001:db8::7"},
		{"forwarded", "10.0.0.1:5", `Forwarded: for="203.0.113.7:99" ; by=_x`, "203.0.113.7"},
		{"forwarded", "10.0.0.1:5", "Forwarded: for=1.2.3.4, for=_hidden", ""},
		{"forwarded", "10.0.0.1:5", "Forwarded: for=1.2.3.4, proto=https", ""},
		{"forwarded", "10.0.0.1:5", "Forwarded: for=1.2.3.4, for=\"5.6.7.8", ""},
		{"forwarded", "10.0.0.1:5", "Forwarded: for=10.3.3.3", "10.3.3.3"},
		{"forwarded", "10.0.0.1:5", "X-Forwarded-For: 203.0.113.7", "10.0.0.1"},
		{"forwarded", "203.0.113.9:5", "Forwarded: for=1.2.3.4", "203.0.113.9"},
		{"header:cf-connecting-ip", "10.0.0.1:5", "CF-Connecting-IP: 203.0.113.7", "203.0.113.7"},
		{"header:CF-Connecting-IP", "203.0.113.9:5", "CF-Connecting-IP: 1.2.3.4", "203.0.113.9"},
		{"header:CF-Connecting-IP", "10.0.0.1:5", "CF-Connecting-IP: nobody", ""},
		{"header:CF-Connecting-IP", "10.0.0.1:5", "X-Forwarded-For: 1.2.3.4", "10.0.0.1"},
		{"peer", "10.0.0.1:5", "X-Forwarded-For: 203.0.113.7", "10.0.0.1"},
	} {
		if got := visitor(trust(t, c.source, nets...), request(c.peer, c.line)); got != c.want {
			t.Errorf("source %q, peer %s, %s: visitor %q, want %q", c.source, c.peer, c.line, got, c.want)
		}
	}
	var nobody *listen.Trust
	if got := visitor(nobody, request("203.0.113.9:5", "X-Forwarded-For: 1.2.3.4")); got != "203.0.113.9" {
		t.Errorf("without trust the visitor is %q", got)
	}
}

// visitor returns the address that is noted, and checks that nothing else of
// the request has changed.
func visitor(t *listen.Trust, r *http.Request) string {
	got := "not called"
	peer, header := r.RemoteAddr, maps.Clone(r.Header)
	t.ClientIP(http.HandlerFunc(func(_ http.ResponseWriter, in *http.Request) {
		got = middleware.GetClientIP(in.Context())
		if in.RemoteAddr != peer || !maps.EqualFunc(in.Header, header, slices.Equal[[]string]) {
			got = "the request was changed"
		}
	})).ServeHTTP(httptest.NewRecorder(), r)
	return got
}

func TestWhereTheAddressComesFromIsChecked(t *testing.T) {
	ten := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, bad := range []string{"x-real-ip", "header:", "header:a b", "XFF"} {
		if _, err := listen.NewTrust(ten, bad); err == nil {
			t.Errorf("source %q is accepted", bad)
		}
	}
	for _, source := range []string{"x-forwarded-for", "forwarded", "header:X-Real-IP"} {
		if _, err := listen.NewTrust(nil, source); err == nil {
			t.Errorf("source %q is accepted without a trusted proxy", source)
		}
	}
	if _, err := listen.NewTrust([]netip.Prefix{{}}, ""); err == nil {
		t.Error("an empty prefix is accepted")
	}
}

// forwarded returns what becomes of the fields about the way of a request.
func forwarded(tr *listen.Trust, r *http.Request) map[string]string {
	out := r.Header.Clone()
	tr.Forward(r, out)
	got := map[string]string{}
	for name, lines := range out {
		got[name] = strings.Join(lines, " | ")
	}
	return got
}

func TestAStrangersClaimsAboutTheWayAreDropped(t *testing.T) {
	lies := []string{
		"Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: evil", "X-Forwarded-Proto: https",
		"X-Forwarded-Port: 1", "X-Forwarded-Anything: x", "X-Real-IP: 1.2.3.4", "X-Mine: stays",
	}
	want := map[string]string{
		"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "shop.example", "X-Forwarded-Proto": "http", "X-Mine": "stays",
	}
	for _, tr := range []*listen.Trust{nil, {}, trust(t, "", "10.0.0.0/8")} {
		if got := forwarded(tr, request("203.0.113.9:5", lies...)); !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestABelievedProxysClaimsAreAppendedTo(t *testing.T) {
	tr := trust(t, "", "10.0.0.0/8", "fd00::/8")
	for name, c := range map[string]struct {
		request *http.Request
		want    map[string]string
	}{
		"X-Forwarded-*": {
			request("10.0.0.1:5", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: www.example",
				"X-Forwarded-Port: 443", "X-Real-IP: 203.0.113.7"),
			map[string]string{
				"X-Forwarded-For": "203.0.113.7, 10.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "www.example",
				"X-Forwarded-Port": "443", "X-Real-Ip": "203.0.113.7",
			},
		},
		"two lines": {
			request("10.0.0.1:5", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 10.2.2.2"),
			map[string]string{
				"X-Forwarded-For": "203.0.113.7, 10.2.2.2, 10.0.0.1", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "shop.example",
			},
		},
		"Forwarded": {
			request("[fd00::1]:5", `Forwarded: for=203.0.113.7;proto=https;host="www.example"`),
			map[string]string{
				"Forwarded":       `for=203.0.113.7;proto=https;host="www.example", for="[fd00::1]";host="shop.example";proto=http`,
				"X-Forwarded-For": "203.0.113.7, fd00::1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "www.example",
			},
		},
		"nothing": {
			request("10.0.0.1:5"),
			map[string]string{"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "shop.example"},
		},
	} {
		if got := forwarded(tr, c.request); !maps.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %v\nwant %v", name, got, c.want)
		}
	}
}

// Hop-by-hop removal comes first: a proxy that lists the fields in Connection
// takes away what it sent, not what arrives.
func TestWhatWasTakenAwayComesBackFromABelievedProxy(t *testing.T) {
	r := request("10.0.0.1:5", "X-Forwarded-For: 203.0.113.7", "Connection: X-Forwarded-For")
	out := http.Header{}
	trust(t, "", "10.0.0.0/8").Forward(r, out)
	if got := out.Get("X-Forwarded-For"); got != "203.0.113.7, 10.0.0.1" {
		t.Errorf("got %q", got)
	}
}

func TestTheSchemeIsTheVisitorsAsFarAsItIsKnown(t *testing.T) {
	tr := trust(t, "", "10.0.0.0/8")
	secure := request("203.0.113.9:5", "X-Forwarded-Proto: http")
	secure.TLS = &tls.ConnectionState{}
	for want, requests := range map[string][]*http.Request{
		"https": {
			secure, request("10.0.0.1:5", "X-Forwarded-Proto: https"), request("10.0.0.1:5", "X-Forwarded-Proto: HTTPS, http"),
			request("10.0.0.1:5", "Forwarded: proto=https"),
		},
		"http": {
			request("203.0.113.9:5", "X-Forwarded-Proto: https"), request("10.0.0.1:5"),
			request("10.0.0.1:5", "X-Forwarded-Proto: gopher"), request("203.0.113.9:5", "Forwarded: proto=https"),
		},
	} {
		for _, r := range requests {
			if got := tr.Scheme(r); got != want {
				t.Errorf("%s %v: %s, want %s", r.RemoteAddr, r.Header, got, want)
			}
		}
	}
}
