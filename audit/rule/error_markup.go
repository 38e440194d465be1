package rule

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Markup is what the source of an error page shows beside its text.
type Markup struct {
	Viewport bool
	Scripts  bool
	Charset  bool     // the page names its encoding
	Content  string   // the first thing that only pages with content need; empty without one
	Design   []uint32 // the smallest hashes of what makes up its look; empty when it has hardly any
	Loads    int      // files that it loads
}

// A look is compared by its designHashes smallest hashes; one that has fewer
// than leastDesign of them is none.
const (
	designHashes = 32
	leastDesign  = 6
)

// readMarkup goes through the source of an error page once.
func readMarkup(body []byte, links []crawl.Link) Markup {
	r := markupReader{look: map[uint32]bool{}}
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			r.Design = designOf(r.look)
			r.Loads = loads(links)
			return r.Markup
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(atom.Lookup(name))
		case html.TextToken:
			r.text(z.Text())
		}
	}
}

type markupReader struct {
	Markup
	look   map[uint32]bool
	style  bool // within a style element
	frames int  // open elements of the frame of the site
}

func (r *markupReader) start(t html.Token) {
	switch t.DataAtom {
	case atom.Meta:
		r.meta(t)
	case atom.Link:
		r.link(t)
	case atom.Script:
		kind := strings.ToLower(attribute(t, "type"))
		r.Scripts = r.Scripts || !strings.Contains(kind, "json")
		if kind == "application/ld+json" {
			r.content("structured data")
		}
	case atom.Style:
		r.style = true
	}
	if chrome(t.DataAtom) {
		r.frames++
	}
	if attribute(t, "itemtype") != "" {
		r.content("structured data")
	}
	for class := range strings.FieldsSeq(attribute(t, "class")) {
		r.note(t.Data + "." + class)
	}
}

func (r *markupReader) end(a atom.Atom) {
	if a == atom.Style {
		r.style = false
	}
	if chrome(a) && r.frames > 0 {
		r.frames--
	}
}

func (r *markupReader) text(text []byte) {
	switch {
	case r.style:
		for rule := range bytes.SplitSeq(text, []byte("}")) {
			r.note("style " + string(bytes.TrimSpace(rule)))
		}
	case r.frames > 0:
		for word := range bytes.FieldsSeq(text) {
			r.note("word " + string(word))
		}
	}
}

func (r *markupReader) meta(t html.Token) {
	name, property := strings.ToLower(attribute(t, "name")), strings.ToLower(attribute(t, "property"))
	switch {
	case name == "viewport":
		r.Viewport = true
	case attribute(t, "charset") != "", strings.EqualFold(attribute(t, "http-equiv"), "content-type"):
		r.Charset = true
	case property == "og:url" || name == "og:url":
		r.content("og:url")
	}
}

func (r *markupReader) link(t html.Token) {
	for rel := range strings.FieldsSeq(strings.ToLower(attribute(t, "rel"))) {
		switch {
		case rel == "stylesheet":
			path, _, _ := strings.Cut(attribute(t, "href"), "?")
			r.note("sheet " + path)
		case rel == "next", rel == "prev":
			r.content("rel=" + rel)
		case rel == "alternate" && attribute(t, "hreflang") != "":
			r.content("hreflang")
		}
	}
}

func (r *markupReader) content(what string) {
	if r.Content == "" {
		r.Content = what
	}
}

func (r *markupReader) note(part string) {
	if len(part) > len("style ") {
		r.look[uint32(xxhash.Sum64String(part))] = true
	}
}

// chrome reports the elements that stand around the text of a page.
func chrome(a atom.Atom) bool { return a == atom.Nav || a == atom.Header || a == atom.Footer }

func designOf(look map[uint32]bool) []uint32 {
	if len(look) < leastDesign {
		return nil
	}
	all := make([]uint32, 0, len(look))
	for h := range look {
		all = append(all, h)
	}
	slices.Sort(all)
	return slices.Clone(all[:min(len(all), designHashes)])
}

// sameDesign estimates how much two looks have in common: the Jaccard index of
// their parts is a fifth at least.
func sameDesign(a, b []uint32) bool {
	union := slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
	union = union[:min(len(union), designHashes)]
	both := 0
	for _, h := range union {
		_, inA := slices.BinarySearch(a, h)
		_, inB := slices.BinarySearch(b, h)
		if inA && inB {
			both++
		}
	}
	return 5*both >= len(union)
}

// loaded are the roles of files that a page loads with it.
var loaded = []crawl.Role{crawl.RoleImage, crawl.RoleScript, crawl.RoleStyle, crawl.RoleMedia}

func loads(links []crawl.Link) (n int) {
	for _, l := range links {
		if slices.Contains(loaded, l.Role) {
			n++
		}
	}
	return n
}

// mostAssets is how many of the files of a server error's page are remembered.
const mostAssets = 20

// ownAssets are the keys of files that a page loads from its own origin.
func ownAssets(links []crawl.Link, from crawl.Address) (keys []string) {
	for _, l := range links {
		if slices.Contains(loaded, l.Role) && l.To.Origin() == from.Origin() && len(keys) < mostAssets && !slices.Contains(keys, l.To.Key) {
			keys = append(keys, l.To.Key)
		}
	}
	return keys
}

// products are programs that sign their error pages, with a version.
var products = regexp.MustCompile(`\b(?i:nginx|openresty|apache|apache tomcat|tomcat|jetty(?:://)?|microsoft-iis|php|litespeed|lighttpd|werkzeug|openssl|wildfly|jboss|glassfish(?: server)?|weblogic(?: server)?|varnish|caddy|gunicorn|uvicorn|kestrel|cherrypy|python|tengine|puma|passenger|iis|coldfusion)(?:/| version |\()v?\d+\.\d+[\w.]*`)

// namedProduct finds the name and version of a program in a body.
func namedProduct(body []byte, asked crawl.Address) string {
	match := string(products.Find(body))
	if strings.Contains(asked.Raw, match) {
		return ""
	}
	return match
}
