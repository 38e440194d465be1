package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// startPouchDB runs express-pouchdb with one document in one database.
func startPouchDB(t *testing.T) string {
	t.Helper()
	script, err := filepath.Abs("testdata/pouchdb.js")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(needs.Program(t, "node", "nodejs"), script)
	cmd.Env = append(os.Environ(), "NODE_PATH="+needs.NPM(t, "express-pouchdb"))
	cmd.Dir = t.TempDir()
	base := "http://127.0.0.1:" + startProgram(t, cmd)
	put(t, base+"/shop", "", nil)
	put(t, base+"/shop/shelf", `{"title":"Poetry"}`, nil)
	return base
}

type reply struct {
	status int
	header http.Header
	body   string
}

func put(t *testing.T, url, body string, header map[string]string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(got)}
}

// A document of a real CouchDB-like server is saved without the revision that
// it has by now.
func TestStaleWriteToARealDatabase(t *testing.T) {
	pouch := startPouchDB(t)
	edge := startEdge(t, pouch)
	const stale = `{"title":"Prose"}`
	program := map[string]string{"Accept": "application/json"}
	person := map[string]string{
		"Accept": "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
	}

	t.Run("a program gets the database's own bytes", func(t *testing.T) {
		direct := put(t, pouch+"/shop/shelf", stale, program)
		served := put(t, edge+"/shop/shelf", stale, program)
		if served.status != http.StatusConflict || served.body != direct.body || served.body == "" {
			t.Errorf("direct %d %q, through the edge %d %q", direct.status, direct.body, served.status, served.body)
		}
		for _, name := range []string{"Content-Type", "Content-Length", "Etag"} {
			if served.header.Get(name) != direct.header.Get(name) {
				t.Errorf("%s: direct %q, through the edge %q", name, direct.header.Get(name), served.header.Get(name))
			}
		}
	})

	t.Run("a person gets a page that names the cause and the steps", func(t *testing.T) {
		served := put(t, edge+"/shop/shelf", stale, person)
		if served.status != http.StatusConflict || !strings.HasPrefix(served.header.Get("Content-Type"), "text/html") {
			t.Fatalf("got %d %s", served.status, served.header.Get("Content-Type"))
		}
		for _, want := range []string{
			"<h1>Someone else changed this first</h1>", "Your change was not saved", "<ol", "Document update conflict",
		} {
			if !strings.Contains(served.body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if tag := served.header.Get("Etag"); tag != "" {
			t.Errorf("the weak tag of the error body stayed: %s", tag)
		}
	})

	t.Run("a good answer is untouched", func(t *testing.T) {
		res, err := http.Get(edge + "/shop/shelf")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != http.StatusOK || !strings.Contains(string(body), `"Poetry"`) {
			t.Errorf("got %s %s", res.Status, body)
		}
	})
}
