package audit_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit"
)

// lost answers 200 to every unknown address below /a/, with a title.
func lost(s site, title func(path string) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, known := s[r.URL.Path]; !known && strings.HasPrefix(r.URL.Path, "/a/") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, goodPage(title(r.URL.Path), "There is nothing.").body)
			return
		}
		s.ServeHTTP(w, r)
	})
}

func signatureOf(t *testing.T, h http.Handler, id string) *audit.Signature {
	t.Helper()
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{serve(t, h)}, ConfirmAfter: new(time.Duration(0))})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(report.Findings, func(f audit.Finding) bool { return f.ID == id })
	if i < 0 {
		t.Fatalf("no %s among %v", id, idsOf(report))
	}
	return report.Findings[i].Signature
}

func TestAFindingCarriesWhatTellsItsAnswerApart(t *testing.T) {
	for _, c := range []struct {
		name   string
		title  func(path string) string
		want   []string
		shared bool
	}{
		{"one title for all", func(string) string { return "Nothing there" }, []string{"Nothing there"}, false},
		{"the title of a fine page", func(string) string { return "Two" }, []string{"Two"}, true},
		{"the name of the page in the title", func(p string) string { return "No " + strings.TrimSuffix(p[len("/a/"):], ".html") + " – Shop" }, []string{"No * – Shop"}, false},
		{"nothing but the name", func(p string) string { return p[len("/a/"):] }, nil, false},
		{"a pattern that fits a fine page", func(p string) string { return "T" + p[len("/a/"):] + "o" }, []string{"T*o"}, true},
	} {
		s := signatureOf(t, lost(healthy(), c.title), "soft404-probe")
		if s == nil {
			t.Errorf("%s: no signature", c.name)
			continue
		}
		if diff := cmp.Diff(c.want, s.Titles); c.want != nil && diff != "" || c.want == nil && len(s.Titles) > 0 || s.Shared != c.shared || s.Type != "text/html" || !s.MadeUp {
			t.Errorf("%s: %+v, want %q, shared: %t", c.name, s, c.want, c.shared)
		}
	}
}

func TestAnErrorPageCarriesItsClass(t *testing.T) {
	bare := answer{code: 404, header: map[string]string{"Content-Type": "text/html"}, body: "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>nginx</center></body></html>"}
	s := healthy()
	s["/gone"] = bare
	if got := signatureOf(t, s, "error-page-bare"); got.Body != "default" || got.Shared || got.MadeUp {
		t.Errorf("a stock page: %+v", got)
	}
}
