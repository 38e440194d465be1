package clients_test

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// notes is a site where several people edit the same pages. Each form carries
// the version that it was made from, and each page has that version as its ETag.
// A save that comes with another version gets 409, as JSON.
type notes struct {
	mu    sync.Mutex
	pages map[string]*note
}

type note struct {
	Version     int
	Title, Body string
	If          []string // If-Match of each save that was taken
}

const notePage = `<!doctype html><html lang="en"><title>{{.Title}}</title><h1>Edit {{.Title}}</h1>
<form method="post">
<label>Title <input name="title" value="{{.Title}}"></label>
<label>Text <textarea name="body" rows="4">
{{.Body}}</textarea></label>
<input type="hidden" name="version" value="{{.Version}}">
<button>Save</button>
</form>`

var noteTemplate = template.Must(template.New("").Parse(notePage))

// startNotes serves a site of notes.
func startNotes(t *testing.T) (*notes, string) {
	t.Helper()
	n := &notes{pages: map[string]*note{}}
	return n, startServer(t, n)
}

// write puts a note at a path.
func (n *notes) write(path, title, body string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.pages[path] = &note{Version: 1, Title: title, Body: body}
}

// read returns the note at a path.
func (n *notes) read(path string) note {
	n.mu.Lock()
	defer n.mu.Unlock()
	return *n.pages[path]
}

func (n *notes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	one := n.pages[r.URL.Path]
	switch {
	case r.URL.Path == "/favicon.ico":
		w.WriteHeader(http.StatusNoContent)
	case one == nil:
		http.NotFound(w, r)
	case r.Method == http.MethodPost:
		one.save(w, r)
	default:
		w.Header().Set("ETag", one.tag())
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = noteTemplate.Execute(w, one)
	}
}

func (n *note) tag() string { return fmt.Sprintf(`"v%d"`, n.Version) }

// save takes what was made from the current version. A condition in the header
// wins over the version in the form.
func (n *note) save(w http.ResponseWriter, r *http.Request) {
	based := `"v` + r.FormValue("version") + `"`
	if tag := r.Header.Get("If-Match"); tag != "" {
		based = tag
	}
	if based != n.tag() {
		tell(w, http.StatusConflict, `{"error":"conflict","message":"This note was changed by somebody else.","current_version":"`+strconv.Itoa(n.Version)+`"}`)
		return
	}
	n.Version++
	n.Title, n.Body = r.FormValue("title"), strings.ReplaceAll(r.FormValue("body"), "\r\n", "\n")
	n.If = append(n.If, r.Header.Get("If-Match"))
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
}
