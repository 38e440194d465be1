package handlers_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// logged returns the line that one request leaves, without what differs from
// run to run.
func logged(t *testing.T, server string, r *http.Request) map[string]any {
	t.Helper()
	var out bytes.Buffer
	log, err := access.New(access.Options{Output: &out})
	if err != nil {
		t.Fatal(err)
	}
	edge, err := handlers.New(handlers.Options{
		Access: log,
		Sites:  []handlers.Site{{Name: "shop", Upstream: newClient(t, upstream.Options{URL: server})}},
	})
	if err != nil {
		t.Fatal(err)
	}
	edge.ServeHTTP(httptest.NewRecorder(), r)
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	for _, name := range []string{"time", "duration_ms", "upstream_ms", "bytes"} {
		delete(line, name)
	}
	return line
}

func asked(method, target string, fields ...string) *http.Request {
	r := httptest.NewRequest(method, target, http.NoBody)
	r.Header.Set("X-Request-Id", "id-1")
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	return r
}

func TestEveryDecisionLeavesOneRecord(t *testing.T) {
	server := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/409":
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusConflict)
			_, _ = io.WriteString(w, `{"error":"version conflict"}`)
		case "/405":
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
	common := map[string]any{
		"request_id": "id-1", "site": "shop", "client": "192.0.2.1", "method": "GET", "host": "example.com", "proto": "HTTP/1.1",
	}
	for _, c := range []struct {
		name    string
		server  string
		request *http.Request
		want    map[string]any
	}{
		{"an answer that passes", server, asked("GET", "/?q=1"), map[string]any{
			"path": "/", "query": "q=1", "status_upstream": 200., "status_served": 200., "replaced": false,
			"origin": "upstream", "verdict": "pass", "why": "not-an-error",
		}},
		{"an answer that is replaced", server, asked("GET", "/409", browser...), map[string]any{
			"path": "/409", "status_upstream": 409., "status_served": 409., "replaced": true, "origin": "upstream",
			"verdict": "replace", "why": "matrix", "format": "html", "language": "en", "body_class": "machine", "cause": "edit-conflict",
		}},
		{"an answer that owes a field", server, asked("GET", "/405"), map[string]any{
			"path": "/405", "status_upstream": 405., "status_served": 405., "replaced": false, "origin": "upstream",
			"verdict": "pass", "why": "matrix", "body_class": "empty", "missing_field": "Allow",
		}},
		{"an error of the edge", "http://127.0.0.1:1", asked("GET", "/", "Accept", "application/json"), map[string]any{
			"path": "/", "status_served": 502., "replaced": true, "origin": "own", "verdict": "own", "why": "connection_refused",
			"error": "connection_refused", "format": "problem+json", "language": "en",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, value := range common {
				c.want[name] = value
			}
			got := logged(t, c.server, c.request)
			delete(got, "user_agent")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
}
