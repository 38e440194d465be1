package testsite_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

func TestEveryFaultAnswersAsItsEntrySays(t *testing.T) {
	srv := httptest.NewServer(testsite.Failing())
	defer srv.Close()
	for _, f := range testsite.Faults() {
		res, err := http.Get(srv.URL + f.Path)
		if f.Abort {
			if err == nil {
				t.Errorf("%s: answered %s, want a broken connection", f.Path, res.Status)
				res.Body.Close()
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != f.Status || string(body) != f.Body || res.Header.Get("Content-Type") != f.Header["Content-Type"] {
			t.Errorf("%s: got %s %q %q", f.Path, res.Status, res.Header.Get("Content-Type"), body)
		}
	}
}

func TestTheHomePageLinksEveryFault(t *testing.T) {
	rec := httptest.NewRecorder()
	testsite.Failing().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
	for _, f := range testsite.Faults() {
		if !strings.Contains(rec.Body.String(), `href="`+f.Path+`"`) {
			t.Errorf("no link to %s", f.Path)
		}
	}
	rec = httptest.NewRecorder()
	testsite.Failing().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/nowhere", nil))
	if rec.Code != http.StatusNotFound {
		t.Errorf("/nowhere: got %d, want 404", rec.Code)
	}
}
