package crawl_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// documents are pages by path, or redirects when they begin with a slash.
type documents map[string]string

func (p documents) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, known := p[r.URL.Path]
	switch {
	case !known:
		http.NotFound(w, r)
	case text[0] == '/':
		w.Header().Set("Location", text)
		w.WriteHeader(http.StatusFound)
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(text))
	}
}

// lacked are the ids that were found missing, with their pages.
func lacked(s *crawl.Site) (all []string) {
	for _, f := range s.Fragments {
		all = append(all, f.Linked.Path()+"#"+f.Name)
	}
	for r := range s.All() {
		if r.Page != nil {
			for _, name := range r.Page.Missing {
				all = append(all, r.Address.Path()+"#"+name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestIDsThatLinksNameAreLookedForInTheirPages(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		want     []string
	}{
		"an id":                   {`<a href=/to#a>`, `<p id=a>`, nil},
		"no such id":              {`<a href=/to#a>`, `<p id=A>`, []string{"/to#a"}},
		"the second of two links": {`<a href=/to#b></a><a href=/to#a>`, `<p id=b>`, []string{"/to#a"}},
		"a name of old":           {`<a href=/to#a>`, `<a name=a>`, nil},
		"the name of a field":     {`<a href=/to#a>`, `<input name=a>`, []string{"/to#a"}},
		"percent":                 {`<a href=/to#%61%20b>`, `<p id="a b">`, nil},
		"percent in the id":       {`<a href=/to#a%2Fb>`, `<p id="a%2Fb">`, nil},
		"an entity":               {`<a href="/to#a&amp;b"></a><a href=/to#c>`, `<p id="c">`, nil},
		"an id of a user's text":  {`<a href=/to#a>`, `<p id=user-content-a>`, nil},
		"the top":                 {`<a href=/to#TOP></a><a href=/to#>`, `<p>`, nil},
		"a text":                  {`<a href=/to#:~:text=x></a><a href=/to#a:~:text=x>`, `<p id=a>`, nil},
		"the state of a script":   {`<a href=/to#/b></a><a href=/to#!b></a><a href=/to#x=1>`, `<p id=a>`, nil},
		"within a comment":        {`<a href=/to#a>`, `<!-- <p id=a> -->`, []string{"/to#a"}},
		"within a template":       {`<a href=/to#a>`, `<template><p id=a></template>`, []string{"/to#a"}},
		"an icon of a picture":    {`<svg><use href=/to#a></svg>`, `<p>`, nil},
		"a script takes over":     {`<a href=/to#a onclick=f()></a><a href=/to#b data-open=b>`, `<p>`, nil},
		"a page of a script":      {`<a href=/to#a>`, `<div id=app></div><script src=/x.js></script>`, nil},
		"all made by a script":    {`<a href=/to#a></a><a href=/to#b></a><a href=/to#c>`, `<p id=x><p id=y><script>f()</script>`, nil},
		"one of a page of ids":    {`<a href=/to#a></a><a href=/to#x>`, `<p id=x><p id=y><script>f()</script>`, []string{"/to#a"}},
		"data is no script":       {`<a href=/to#a>`, `<p id=x><script type="application/ld+json">{}</script>`, []string{"/to#a"}},
		"behind a redirect":       {`<a href=/moved#a>`, `<p id=x>`, []string{"/moved#a"}},
		"a redirect of its own":   {`<a href=/part#a>`, `<p id=x>`, nil},
		"a page sent on":          {`<a href=/to#a>`, `<meta http-equiv=refresh content="0;url=/">`, nil},
		"an error":                {`<a href=/gone#a>`, `<p>`, nil},
		"within the page":         {`<a href=#a></a><a href=#b></a><p id=b>`, `<p>`, []string{"/#a"}},
		"within a based page":     {`<base href=/to><a href=#a>`, `<p>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			base, _ := serve(t, documents{"/": "<!doctype html>" + c.from + "</a><a href=/to>.</a>", "/to": "<!doctype html>" + c.to, "/moved": "/to", "/part": "/to#x"})
			for held, most := range map[string]int{"in memory": 100, "from the journal": 1} {
				crawler := newCrawler(t, base+"/", func(o *crawl.Options) { o.HeldResources = most })
				if diff := cmp.Diff(c.want, lacked(crawler.Run(t.Context()))); diff != "" {
					t.Errorf("%s: (-want +got)\n%s", held, diff)
				}
			}
		})
	}
}
