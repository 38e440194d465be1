package needs

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// Frame is a page that is looked at in a window of some width, in pixels.
type Frame struct {
	Name  string
	Page  string // HTML
	Width int
	Dark  bool // its window prefers dark colours
}

// Look is what a browser says of a Frame.
type Look struct {
	Name       string
	Violations []string // of the rules of axe-core
	Overflow   int      // pixels that the page is wider than its window
	Dark       bool     // the browser prefers dark colours
}

// axeScript judges a frame and sends what it found.
//
//go:embed axe.js
var axeScript string

// Axe opens pages in chromium, each in light colours or dark, and has axe-core
// judge each: once for all of them, since a browser takes long to start.
func Axe(t testing.TB, frames ...Frame) []Look {
	t.Helper()
	modules := NPM(t, "axe-core")
	axe, err := os.ReadFile(filepath.Join(modules, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	looks, done := make(chan Look, len(frames)), make(chan struct{})
	var left atomic.Int32
	left.Store(int32(len(frames)))
	mux := http.NewServeMux()
	mux.HandleFunc("/axe.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprintf(w, "%s\n%s", axe, axeScript)
	})
	// The document has loaded, and the browser ends, when this script is there.
	mux.HandleFunc("/wait.js", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/look", func(_ http.ResponseWriter, r *http.Request) {
		var l Look
		if err := json.NewDecoder(r.Body).Decode(&l); err != nil {
			l.Violations = []string{err.Error()}
		}
		looks <- l
		if left.Add(-1) == 0 {
			close(done)
		}
	})
	framePages(mux, frames)
	server := httptest.NewServer(mux)
	defer server.Close()
	Browse(t, server.URL, "--blink-settings=preferredColorScheme=1")
	out := make([]Look, 0, len(frames))
	for range frames {
		select {
		case l := <-looks:
			out = append(out, l)
		default:
			t.Fatalf("the browser looked at %d of %d pages", len(out), len(frames))
		}
	}
	return out
}

// colors names what a window prefers, by Frame.Dark.
var colors = map[bool]string{false: "light", true: "dark"}

// framePages serves each page, with the script in it, and a document that shows
// them all.
func framePages(mux *http.ServeMux, frames []Frame) {
	wrapper := `<!doctype html><title>Frames</title><script async src="/wait.js"></script>`
	for i, f := range frames {
		path := fmt.Sprintf("/%d", i)
		page := strings.Replace(f.Page, "</body>", fmt.Sprintf(`<script src="/axe.js" data-name=%q></script></body>`, f.Name), 1)
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, page)
		})
		// A document in a frame prefers the colours that its frame has.
		wrapper += fmt.Sprintf(`<iframe src=%q width=%d height=900 style="border:0;color-scheme:%s"></iframe>`, path, f.Width, colors[f.Dark])
	}
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, wrapper) })
}
