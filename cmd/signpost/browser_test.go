package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/needs"
	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

// browse opens an address in chromium and returns the document and what the
// browser's console said.
func browse(t *testing.T, url string) (dom, console string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, needs.Program(t, "chromium", "chromium"),
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
		"--disable-background-networking", "--disable-component-update", "--user-data-dir="+t.TempDir(),
		"--enable-logging=stderr", "--dump-dom", url)
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("chromium %s: %v\n%s", url, err, log.String())
	}
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, ":CONSOLE") {
			console += line
		}
	}
	return out.String(), console
}

const policyViolation = "Content Security Policy"

func TestPagesInARealBrowser(t *testing.T) {
	site := httptest.NewServer(testsite.Failing())
	defer site.Close()
	edge := startEdge(t, site.URL)
	for _, f := range testsite.Faults() {
		t.Run(f.Path, func(t *testing.T) {
			dom, console := browse(t, edge+f.Path)
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
	if _, console := browse(t, site.URL); !strings.Contains(console, policyViolation) {
		t.Errorf("chromium accepted a style that the policy forbids: %q", console)
	}
}
