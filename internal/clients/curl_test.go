package clients_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// manners is a site that says on each path what some client lives on.
func manners(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	switch r.URL.Path {
	case "/409":
		h["Set-Cookie"] = []string{"a=1", "b=2"}
		h.Set("Retry-After", "7")
		h.Set("ETag", `"v2"`)
		h.Set("Access-Control-Allow-Origin", "https://a.example")
		tell(w, http.StatusConflict, `{"error":"The shelf was changed by somebody else"}`)
	case "/members":
		if name, word, _ := r.BasicAuth(); name != "ada" || word != "open" {
			h.Set("WWW-Authenticate", `Basic realm="shelf"`)
			tell(w, http.StatusUnauthorized, `{"error":"who are you?"}`)
			return
		}
		_, _ = io.WriteString(w, "welcome")
	case "/put":
		n, _ := io.Copy(io.Discard, r.Body)
		fmt.Fprintf(w, "%d bytes, length %d", n, r.ContentLength)
	case "/echo":
		_, _ = io.WriteString(w, r.URL.RawQuery)
	case "/cut":
		h.Set("Content-Length", "100000")
		_, _ = io.WriteString(w, strings.Repeat("a", 50_000))
		panic(http.ErrAbortHandler)
	case "/early":
		h.Set("Connection", "close")
		tell(w, http.StatusConflict, `{"error":"too late"}`)
	case "/v2/x/manifests/y":
		tell(w, http.StatusNotFound, `{"errors":[{"code":"MANIFEST_UNKNOWN"}]}`)
	case "/transmission/rpc":
		transmission(w, r)
	case "/inertia":
		h.Set("X-Inertia-Location", "/login")
		w.WriteHeader(http.StatusConflict)
	default:
		http.NotFound(w, r)
	}
}

func tell(w http.ResponseWriter, code int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, body)
}

// transmission wants its session's name repeated, and tells it with 409.
func transmission(w http.ResponseWriter, r *http.Request) {
	const name = "X-Transmission-Session-Id"
	if r.Header.Get(name) != "s-1" {
		w.Header().Set(name, "s-1")
		http.Error(w, "409: Conflict", http.StatusConflict)
		return
	}
	_, _ = io.WriteString(w, `{"result":"success"}`)
}

func TestCurl(t *testing.T) {
	needs.Program(t, "curl", "curl")
	server := startServer(t, http.HandlerFunc(manners))
	commands := `
see() { echo "== $*"; curl -s -i -m 10 "$@" | tr -d '\r' | grep -a -v -i -E '^(date|vary|x-request-id|connection|content-length):'; echo; }
for accept in application/json '*/*' text/plain; do see -H "Accept: $accept" $BASE/409; done
see -I $BASE/409
see -X OPTIONS -H 'Origin: https://a.example' -H 'Access-Control-Request-Method: PUT' $BASE/409
curl -s -o /dev/null -w '%{http_code}\n' $BASE/409; curl -s -f -o /dev/null $BASE/409; echo "failed: $?"
see $BASE/members; see -u ada:open $BASE/members
head -c 300000 /dev/zero > big
see -H 'Expect: 100-continue' -T big $BASE/put; see -H 'Transfer-Encoding: chunked' -T big $BASE/put
see "$BASE/echo?a=%2F&b=1;2&c=%zz"
curl -s -o cut $BASE/cut; echo "cut: $?"
curl -s -m 5 --limit-rate 1k -T big -o /dev/null -w 'early: %{http_code}\n' $BASE/early
see $BASE/v2/x/manifests/y
see $BASE/transmission/rpc; see -H 'X-Transmission-Session-Id: s-1' $BASE/transmission/rpc
see -H 'X-Inertia: true' -H 'X-Requested-With: XMLHttpRequest' -H 'Accept: text/html, application/xhtml+xml' $BASE/inertia
curl -s -A Googlebot $BASE/409 > a; curl -s -A Mozilla/5.0 $BASE/409 > b; cmp a b; echo "agents: $?"
`
	same(t, server, commands, "failed: 22", "welcome", "300000 bytes, length 300000", "300000 bytes, length -1", "a=%2F&b=1;2&c=%zz",
		"cut: 18", "early: 409", "MANIFEST_UNKNOWN", "X-Transmission-Session-Id: s-1", "X-Inertia-Location: /login", "agents: 0")
	differs(t, server, commands)
}
