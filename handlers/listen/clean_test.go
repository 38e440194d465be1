package listen_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

func TestARequestWithoutAUsableHostIsRefused(t *testing.T) {
	for host, want := range map[string]int{
		"shop.example": 0, "shop.example:8080": 0, "shop.example.": 0, "127.0.0.1": 0, "[::1]": 0, "[2001:db8::1]:443": 0,
		"a_b.example": 0, "xn--bcher-kva.example": 0, "localhost:": 0,
		"": 400, ":80": 400, "a b": 400, "a/b": 400, "a@b": 400, "<script>": 400, "a:b": 400, "a:80:80": 400, "[::1": 400,
		"[::1]x": 400, "::1": 400, "[127.0.0.1]": 400, "[1.2.3.4:5]": 400, "a,b": 400, "bücher.example": 400, "a%41": 400, "a:123456": 400,
	} {
		r := request("203.0.113.9:5")
		r.Host = host
		if got := refusal(r); got != want {
			t.Errorf("Host %q: %d, want %d", host, got, want)
		}
	}
	old := request("203.0.113.9:5")
	old.Host, old.ProtoMinor = "", 0
	if got := refusal(old); got != 0 {
		t.Errorf("HTTP/1.0 without Host: %d", got)
	}
}

// refusal is the status of one, 0 for none.
func refusal(r *http.Request) int {
	f := listen.Refuse(r, "signpost")
	if f == nil {
		return 0
	}
	return int(f.Status)
}

func TestNULInThePathIsRefused(t *testing.T) {
	for target, want := range map[string]int{
		"/a%00b": 400, "/%00": 400, "/a?b=%00": 0, "/%2500": 0, "/%0d%0aX:%20y": 0, "/%2f%5c": 0,
	} {
		r := request("203.0.113.9:5")
		u, err := url.ParseRequestURI(target)
		if err != nil {
			t.Fatal(err)
		}
		r.URL = u
		if got := refusal(r); got != want {
			t.Errorf("%s: %d, want %d", target, got, want)
		}
	}
}

func TestARequestThatWasHereBeforeIsRefused(t *testing.T) {
	for _, c := range []struct {
		line string
		want int
	}{
		{"Via: 1.1 signpost", 502},
		{"Via: 1.0 fred, HTTP/2 Signpost (edge), 1.1 p.example", 502},
		{"Via: 1.1 signpost.example", 0},
		{"Via: 1.1 vegur", 0},
		{"Via: signpost", 0},
		{"CDN-Loop: cloudflare", 0},
		{"CDN-Loop: cloudflare, fastly", 0},
		{"CDN-Loop: cloudflare; loops=1, Cloudflare", 502},
	} {
		if got := refusal(request("203.0.113.9:5", c.line)); got != c.want {
			t.Errorf("%s: %d, want %d", c.line, got, c.want)
		}
	}
	f := listen.Refuse(request("203.0.113.9:5", "Via: 1.1 signpost"), "signpost")
	if f.Type != "proxy_loop_detected" {
		t.Errorf("type %s", f.Type)
	}
}
