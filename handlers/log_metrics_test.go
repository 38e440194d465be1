package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/access"
)

// A pipe that nobody reads takes some lines and then blocks its writer. Visitors
// do not wait for it, and the metrics say what was lost.
func TestAnUnreadLogCostsLinesThatAreCountedAndNoRequest(t *testing.T) {
	unread, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	log, err := access.New(access.Options{Output: out})
	if err != nil {
		t.Fatal(err)
	}
	edge, err := handlers.New(handlers.Options{
		Access: log, Sites: []handlers.Site{{Upstream: canned(200, "text/html", "ok")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = unread.Close() // the write that waits ends
		_ = log.Close()
		_ = out.Close()
	})
	if n := droppedLines(t, edge); n != 0 {
		t.Fatalf("%d lines are lost before anything was asked", n)
	}
	long := strings.Repeat("a", 1<<10)
	for n := 0; log.Dropped() == 0 && n < 20_000; n++ { // more than the pipe and the queue hold
		served := httptest.NewRecorder()
		edge.ServeHTTP(served, httptest.NewRequest(http.MethodGet, "/"+long, http.NoBody))
		if served.Code != http.StatusOK {
			t.Fatalf("served %d", served.Code)
		}
	}
	if n := droppedLines(t, edge); n == 0 || uint64(n) > log.Dropped() {
		t.Errorf("the metrics say that %d lines are lost, the log %d", n, log.Dropped())
	}
}

// droppedLines reads the metrics as an operator does.
func droppedLines(t *testing.T, edge *handlers.Edge) (n int) {
	t.Helper()
	out := httptest.NewRecorder()
	handlers.NewLive(edge).Admin().ServeHTTP(out, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	text, _ := io.ReadAll(out.Body)
	_, rest, found := strings.Cut(string(text), "\nsignpost_access_log_dropped_total ")
	if _, err := fmt.Sscan(rest, &n); !found || err != nil {
		t.Fatalf("no figure of lost lines: %v", err)
	}
	return n
}
