package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

const policyViolation = "Content Security Policy"

func TestPagesInARealBrowser(t *testing.T) {
	site := httptest.NewServer(testsite.Failing())
	defer site.Close()
	edge := startEdge(t, site.URL)
	for _, f := range testsite.Faults() {
		t.Run(f.Path, func(t *testing.T) {
			dom, console := needs.Browse(t, edge+f.Path)
			if strings.Count(dom, "<h1") != 1 || !strings.Contains(dom, "<ol") {
				t.Errorf("want one h1 and steps, got\n%s", dom)
			}
			if strings.Contains(console, policyViolation) {
				t.Errorf("the page breaks its own policy: %s", console)
			}
		})
	}
}

// Without this control, the test above could not tell a browser that applies
// the policy from one that says nothing.
func TestTheBrowserReportsABrokenPolicy(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		_, _ = w.Write([]byte("<!doctype html><style>h1{color:red}</style><h1>Hello</h1>"))
	}))
	defer site.Close()
	if _, console := needs.Browse(t, site.URL); !strings.Contains(console, policyViolation) {
		t.Errorf("chromium accepted a style that the policy forbids: %q", console)
	}
}
