package clients_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// startEdge serves an edge with its defaults in front of a server.
func startEdge(t *testing.T, target string) string {
	t.Helper()
	client, err := upstream.New(upstream.Options{URL: target})
	if err != nil {
		t.Fatal(err)
	}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		t.Fatal(err)
	}
	return startServer(t, edge)
}

func startServer(t *testing.T, h http.Handler) string {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	srv.Config = listen.NewServer(h, listen.Options{}).Server
	srv.Start()
	t.Cleanup(srv.Close)
	return srv.URL
}

// naive is an interceptor as people write it: HTML for every error, and the
// fields of the answer are gone. Whoever compares with it must see a difference.
func naive(t *testing.T, target string) string {
	t.Helper()
	return startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := r.Clone(r.Context())
		out.RequestURI, out.URL.Scheme, out.URL.Host = "", "http", strings.TrimPrefix(target, "http://")
		res, err := http.DefaultTransport.RoundTrip(out)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer res.Body.Close()
		if res.StatusCode >= 400 {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(res.StatusCode)
			_, _ = w.Write([]byte("<!doctype html><h1>Oops</h1>"))
			return
		}
		for name, values := range res.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(res.StatusCode)
		var body bytes.Buffer
		_, _ = body.ReadFrom(res.Body)
		_, _ = w.Write(body.Bytes())
	}))
}

// script runs commands in a folder of its own and returns what they print and how
// they end; the server's address reads as BASE, so that two runs can be compared.
func script(t *testing.T, base, commands string, env ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", "set -u\n"+commands)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), append(env, "BASE="+base, "HOME="+cmd.Dir, "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")...)
	out, err := cmd.CombinedOutput()
	text := strings.ReplaceAll(string(out), base, "BASE")
	text = strings.ReplaceAll(text, strings.TrimPrefix(base, "http://"), "HOST")
	text = strings.ReplaceAll(text, cmd.Dir, "DIR")
	if err != nil {
		text += "\n" + err.Error()
	}
	return text
}

// same compares what a program sees through the edge with what it sees without,
// and shows that the comparison can fail.
func same(t *testing.T, server, commands string, wants ...string) {
	t.Helper()
	direct := script(t, server, commands)
	through := script(t, startEdge(t, server), commands)
	if direct != through {
		t.Errorf("direct:\n%s\nthrough the edge:\n%s", direct, through)
	}
	for _, want := range wants {
		if !strings.Contains(through, want) {
			t.Errorf("no %q in:\n%s", want, through)
		}
	}
}

// differs is the control of same: behind the naive interceptor the program sees
// something else.
func differs(t *testing.T, server, commands string) {
	t.Helper()
	if direct, broken := script(t, server, commands), script(t, naive(t, server), commands); direct == broken {
		t.Errorf("a naive interceptor makes no difference:\n%s", direct)
	}
}
