package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

// quoting serves a body under a status and asks for it as a person.
func quoting(t *testing.T, method string, code int, contentType, body string) string {
	t.Helper()
	edge := startEdge(t, site(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, code, contentType, body) }))
	res := ask(t, method, edge+"/shelf?id=7", "Accept", "text/html", "Sec-Fetch-Mode", "navigate")
	if res.StatusCode != code || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("got %s %s", res.Status, res.Header.Get("Content-Type"))
	}
	return res.body
}

func TestWhoseWordsAPageShows(t *testing.T) {
	const words = "The shelf was changed by another reader"
	html := "<html><body><p>" + words + "</p></body></html>"
	for _, c := range []struct {
		name, contentType, body string
		code                    int
		shown                   bool
	}{
		{"JSON speaks for the site", "application/json", `{"message":"` + words + `"}`, 404, true},
		{"a bare page repeats its status", "text/html", html, 404, false},
		{"a bare page that tells of a conflict is heard", "text/html", html, 409, true},
		{"nobody is quoted under a server error", "application/json", `{"message":"` + words + `"}`, 500, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := quoting(t, "POST", c.code, c.contentType, c.body)
			if got := strings.Contains(page, words); got != c.shown {
				t.Errorf("words shown: %v, want %v\n%s", got, c.shown, page)
			}
		})
	}
}

func TestAConflictOfAPutLinksToItsOwnAddress(t *testing.T) {
	const link = `href="/shelf?id=7"`
	if page := quoting(t, "PUT", 409, "application/json", conflictBody); !strings.Contains(page, link) {
		t.Errorf("no link to the current version:\n%s", page)
	}
	if page := quoting(t, "POST", 409, "application/json", conflictBody); strings.Contains(page, link) {
		t.Error("a POST may be handled anywhere, and its address is linked")
	}
}
