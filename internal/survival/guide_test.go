package survival_test

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/survival"
)

// matrixFields are the fifteen of the published comparison, and whether a page
// may carry the upstream's value.
var matrixFields = []struct {
	name, value string
	wanted      bool
}{
	{"Retry-After", "7", true},
	{"Www-Authenticate", `Basic realm="a"`, true},
	{"Allow", "GET, PUT", true},
	{"Set-Cookie", "a=1", true},
	{"Access-Control-Allow-Origin", "https://a.example", true},
	{"X-Transmission-Session-Id", "s1", true},
	{"X-Request-Id", "up-7", true},
	{"Link", `</help>; rel="help"`, true},
	{"Strict-Transport-Security", "max-age=1", true},
	{"Vary", "Origin", true},
	{"Etag", `"v7"`, false},
	{"Last-Modified", "Mon, 02 Nov 2026 00:00:00 GMT", false},
	{"Cache-Control", "public, max-age=86400", false},
	{"Content-Language", "xx", false},
	{"Content-Security-Policy", "default-src *", false},
}

// fifteen measures the row of Signpost in the published comparison.
func fifteen(t *testing.T) string {
	t.Helper()
	edge := startEdge(t, upstreamSite(t, func(h http.Header, _ string) {
		for _, f := range matrixFields {
			h.Set(f.name, f.value)
		}
	}))
	kept := 0
	for _, code := range []string{"409", "503"} {
		header := navigate(t, http.MethodGet, edge+"/"+code).Header
		for _, f := range matrixFields {
			survives := strings.Contains(strings.Join(header.Values(f.name), ", "), f.value)
			if survives != f.wanted {
				t.Errorf("%s on a GET answered %s: %q, sent %q", f.name, code, header.Values(f.name), f.value)
			}
			if survives {
				kept++
			}
		}
	}
	challenge := "lost"
	if navigate(t, http.MethodGet, edge+"/401").Header.Get("Www-Authenticate") != "" {
		challenge = "kept"
	}
	row := fmt.Sprintf("| **Signpost, measured** | %d, the other 5 would be wrong | %s |", kept/2, challenge)
	for _, method := range methods {
		row += fmt.Sprintf(" %d |", navigate(t, method, edge+"/409").StatusCode)
	}
	return row + " none |\n"
}

const (
	guidePath  = "../../docs/survival.md"
	guideBegin = "<!-- survival: go test ./internal/survival -update -->\n"
	guideEnd   = "<!-- end of survival -->"
)

// render writes the table of fields from what was measured, and the row.
func render(stays measured, row string) string {
	var b strings.Builder
	b.WriteString("\n| way of replacing | kept of 15 on 409, 503 | `WWW-Authenticate` on 401 | GET | HEAD | POST | other damage |\n|---|---|---|---|---|---|---|\n")
	b.WriteString(row + "\n| field | stays on the page |\n|---|---|\n")
	for _, f := range survival.Fields() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, where(stays[f.Name]))
	}
	return b.String()
}

// where words a list of "409 POST": all, none, or statuses.
func where(places []string) string {
	if len(places) == 0 {
		return "never"
	}
	if len(places) == len(statuses)*len(methods) {
		return "always"
	}
	var words []string
	for _, code := range statuses {
		get, post := slices.Contains(places, fmt.Sprint(code, " GET")), slices.Contains(places, fmt.Sprint(code, " POST"))
		switch {
		case get && post:
			words = append(words, fmt.Sprint(code))
		case post:
			words = append(words, fmt.Sprint(code, " to writes"))
		}
	}
	return strings.Join(words, ", ")
}

// checkGuide wants the guide to hold what was measured, or writes it there.
func checkGuide(t *testing.T, want string) {
	t.Helper()
	raw, err := os.ReadFile(guidePath)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), guideBegin)
	got, after, ok2 := strings.Cut(rest, guideEnd)
	switch {
	case !ok || !ok2:
		t.Fatalf("%s has lost its marks", guidePath)
	case got == want:
	case !*update:
		t.Errorf("%s is stale: go test ./internal/survival -update", guidePath)
	default:
		if err := os.WriteFile(guidePath, []byte(before+guideBegin+want+guideEnd+after), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
