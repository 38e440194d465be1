package listen_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// What is read as a header is a prefix of the input, of bounded length, and
// either names two addresses or none.
func FuzzProxyHeader(f *testing.F) {
	for _, bad := range badHeaders {
		f.Add(bad)
	}
	f.Add("PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\nGET /")
	f.Add(v2(0x21, 0x11, ends4+"\x01\x00\x02h2") + "GET /")
	f.Fuzz(func(t *testing.T, text string) {
		source, target, rest, err := listen.ReadProxyHeader(text)
		if err != nil {
			return
		}
		header := strings.TrimSuffix(text, rest)
		if header+rest != text || len(header) > 16+65535 {
			t.Errorf("%q: header of %d bytes", text, len(header))
		}
		if source.IsValid() != target.IsValid() {
			t.Errorf("%q: source %v, target %v", text, source, target)
		}
	})
}

// The chain that is read from Forwarded holds addresses and "unknown", and
// nothing that a reader of X-Forwarded-For would take apart.
func FuzzForwarded(f *testing.F) {
	for _, seed := range []string{
		`for=192.0.2.60;proto=http;by=203.0.113.43`, `For="[2001:db8:cafe::17]:4711"`, `for=192.0.2.43, for=198.51.100.17`,
		`for="_gazonk"`, `for=unknown`, `for="a\"b, for=1.2.3.4"`, `for=1.2.3.4;for=5.6.7.8`, `,,;;=`, `for="`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		chain := listen.ForwardedFor([]string{text})
		if len(chain) > 101 {
			t.Errorf("%d hops", len(chain))
		}
		for _, node := range chain {
			if _, err := netip.ParseAddr(node); err != nil && node != "unknown" {
				t.Errorf("%q: node %q", text, node)
			}
		}
	})
}

// A host that is accepted is the same to everybody: no delimiter of a URL.
func FuzzHost(f *testing.F) {
	for _, seed := range []string{"a", "a:80", "[::1]:80", "a b", "a/b", "a@b", "[::1", "1.2.3.4", "xn--a.example."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if listen.IsHost(host) && strings.ContainsAny(host, " /\\@?#<>\"'%\r\n\t\x00,;") {
			t.Errorf("%q is accepted", host)
		}
	})
}
