// Package testsite holds sites that fail on purpose: for tests, for `signpost
// demo` and to try things out. They answer from memory and touch nothing.
package testsite

import (
	"net/http"
	"strings"
)

// Fault is one address of the failing site and the answer it gives.
type Fault struct {
	Path   string
	Link   string // text of the link on the home page
	Status int
	Header map[string]string
	Body   string
	Abort  bool // the connection breaks before the answer
}

// Failing returns a site whose home page works and links to every address of
// Faults. It is safe for concurrent use.
func Failing() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", page(homePage()))
	mux.HandleFunc("/shelf", page(shelfPage))
	for _, f := range Faults() {
		mux.HandleFunc(f.Path, f.serve)
	}
	mux.HandleFunc("/", notFound.serve)
	return mux
}

// page answers with a document that works.
func page(html string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(html))
	}
}

func (f Fault) serve(w http.ResponseWriter, _ *http.Request) {
	if f.Abort {
		panic(http.ErrAbortHandler)
	}
	for name, value := range f.Header {
		w.Header().Set(name, value)
	}
	if f.Header["Content-Type"] == "" {
		w.Header()["Content-Type"] = nil
	}
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte(f.Body))
}

func homePage() string {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Corner Library</title></head>
<body><main><h1>Corner Library</h1><p>A small site that fails in many ways. Every link below is broken on purpose.</p><ul>`)
	for _, f := range Faults() {
		b.WriteString("<li><a href=\"" + f.Path + "\">" + f.Link + "</a></li>")
	}
	b.WriteString("</ul></main></body></html>\n")
	return b.String()
}

const shelfPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Poetry – Corner Library</title></head>
<body><main><h1>Poetry</h1><p>The shelf as it is now, version 8.</p></main></body></html>
`
