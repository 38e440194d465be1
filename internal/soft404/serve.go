package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// ServeHTTP answers as the site does: what it does not have gets a true 404, so
// that the pages themselves have to tell.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	page, known := s.pages[r.URL.Path]
	switch {
	case known:
		fmt.Fprint(w, page.html)
	case r.URL.Path == "/":
		fmt.Fprint(w, s.html("", "Harbour", "<h1>Harbour</h1>"+s.text(3, 90)+s.links(), s.framework.bodyGood))
	case r.URL.Path == "/help":
		fmt.Fprint(w, s.html("", "Help – Harbour", "<h1>Help</h1>"+s.text(2, 91), s.framework.bodyGood))
	default:
		w.WriteHeader(404)
		fmt.Fprint(w, s.html("", "404 "+s.language.missing, "<h1>404</h1><p>"+s.language.missing+`</p><ul><li><a href="/">Harbour</a></li></ul>`, s.framework.bodyError))
	}
}

func (s *site) links() string {
	var b strings.Builder
	for _, path := range s.paths() {
		b.WriteString(`<a href="` + path + `">` + path + "</a> ")
	}
	return b.String()
}

func (s *site) paths() []string {
	var paths []string
	for path := range s.pages {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b string) int { return s.pages[a].order - s.pages[b].order })
	return paths
}
