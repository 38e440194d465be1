package audit_test

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"testing"
)

// echoing is a site whose error page says what was asked for.
func echoing(write func(string) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" || r.URL.Path == "/robots.txt" || r.URL.Path == "/search" {
			site{}.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, strings.Replace(goodErrorPage, "at this address", "at "+write(r.URL.Path), 1))
	})
}

func TestAnErrorPageThatEchoesMarkupIsFound(t *testing.T) {
	report := run(t, echoing(func(path string) string { return path }))
	if f := find(report, "error-reflects-input"); f == nil {
		t.Errorf("found %v", idsOf(report))
	}
	report = run(t, echoing(template.HTMLEscapeString))
	if f := find(report, "error-reflects-input"); f != nil {
		t.Errorf("what is escaped is accused: %s", f.Message)
	}
}
