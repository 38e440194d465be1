package main

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed languages.txt
var languageLines string

type language struct{ tag, missing, gone, text string }

func languages() (all []language) {
	for line := range strings.Lines(languageLines) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) == 4 && !strings.HasPrefix(line, "#") {
			all = append(all, language{cells[0], cells[1], cells[2], cells[3]})
		}
	}
	return all
}

// labelled is one page of the set.
type labelled struct {
	kind  string
	lost  bool // it is a soft 404
	html  string
	order int
}

// site is all pages of one framework in one language.
type site struct {
	framework framework
	language  language
	widget    bool // every page says "not found" in its margin
	pages     map[string]labelled
}

// html wraps a page as the framework does.
func (s *site) html(head, title, body, attributes string) string {
	widget := ""
	if s.widget {
		widget = "<aside><p>" + s.language.missing + "? <a href=/help>Help</a></p></aside>"
	}
	return `<!doctype html><html lang="` + s.language.tag + `"><head><meta charset="utf-8"><title>` + title + "</title>" + head +
		"</head><body" + attributes + `><header><a href="/">Harbour</a> <a href="/help">Help</a></header><main>` + body + "</main>" + widget + "<footer>Harbour</footer></body></html>"
}

func (s *site) add(path, kind string, lost bool, html string) {
	s.pages[path] = labelled{kind: kind, lost: lost, html: html, order: len(s.pages)}
}

// good adds a page that is what it says.
func (s *site) good(path, kind, head, title, body string) {
	s.add(path, kind, false, s.html(head, title+" – Harbour", "<h1>"+title+"</h1>"+body, s.framework.bodyGood))
}

// text is ordinary text of so many sentences, with numbers that tell pages apart.
func (s *site) text(n, salt int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>%s (%d)</p>", s.language.text, salt*100+i)
	}
	return b.String()
}

func newSite(f framework, l language, widget bool) *site {
	s := &site{framework: f, language: l, widget: widget, pages: map[string]labelled{}}
	s.lost()
	s.helpful()
	s.aboutErrors()
	s.shop()
	s.forms()
	for i := range 3 {
		s.good(fmt.Sprintf("/places/harbour-%d.html", i), "page", "", fmt.Sprintf("Harbour %d", i+1), s.text(4+i, i))
	}
	return s
}

// lost adds what the site shows in place of pages that it does not have.
func (s *site) lost() {
	f := s.framework
	fill := func(pattern, phrase string) string { return strings.ReplaceAll(pattern, "%s", phrase) }
	for i, phrase := range []string{s.language.missing, s.language.missing, s.language.gone} {
		for j, hint := range []string{`<p><a href="/">Harbour</a></p>`, `<form role="search"><input name="q"></form>`} {
			body := "<h1>" + fill(f.heading, phrase) + "</h1><p>" + phrase + ".</p>" + hint + f.endError
			if i == 1 {
				body = "<h1>" + fill(f.heading, phrase) + "</h1><h2>" + phrase + "</h2><p>" + s.language.text + "</p>" + hint + f.endError
			}
			s.add(fmt.Sprintf("/places/old-%d-%d.html", i, j), "soft 404", true, s.html(f.headError, fill(f.title, phrase), body, f.bodyError))
		}
	}
}

// helpful adds not-found pages with more on them than the words.
func (s *site) helpful() {
	f := s.framework
	heading := strings.ReplaceAll(f.heading, "%s", s.language.missing)
	for i, more := range []string{
		`<p>` + s.language.text + `</p><ul><li><a href="/shop/lamp.html">Lamp 7</a></li><li><a href="/places/harbour-1.html">Harbour 2</a></li><li><a href="/blog/lost.html">1926</a></li></ul>`,
		`<p><a href="/contact.html">@</a></p><p>` + s.language.missing + ` (ID 8f3a91)</p>`,
	} {
		title := strings.ReplaceAll(f.title, "%s", s.language.missing)
		s.add(fmt.Sprintf("/places/away-%d.html", i), "soft 404, helpful", true, s.html(f.headError, title, "<h1>"+heading+"</h1>"+more+f.endError, f.bodyError))
	}
}

// aboutErrors adds pages that speak of missing pages and are none.
func (s *site) aboutErrors() {
	l := s.language
	article := `<article><p class="byline">by <a rel="author" href="/help">Ada</a>, <time datetime="2026-10-01">1 October 2026</time></p>` +
		s.text(22, 40) + "<p>404: " + l.missing + "</p>" + s.text(6, 41) + "</article>"
	s.good("/blog/what-404-means.html", "article", `<script type="application/ld+json">{"@type":"BlogPosting","headline":"404"}</script>`, "404: "+l.missing+"?", article)
	s.good("/blog/lost.html", "article", "", "Harbour: 1926", "<article><p>"+l.missing+".</p>"+s.text(5, 42)+"</article>")
	s.good("/shop/novel.html", "named so", `<script type="application/ld+json">{"@type":"Product","name":"Novel","offers":{"price":"12","availability":"https://schema.org/InStock"}}</script>`,
		l.missing+", a novel", "<p>312 p., 12 €</p>"+s.text(3, 43))
	s.good("/blog/list.html", "article", "", "Harbour 404 bus", "<p>404, 405, 410</p>"+s.text(4, 44))
	s.good("/wiki/New_place", "wiki form", `<meta name="robots" content="noindex,nofollow">`, "Creating New place",
		"<p>"+l.missing+".</p><form method=post><textarea name=text></textarea><button>Save</button></form>")
}

func (s *site) shop() {
	l := s.language
	s.good("/shop/lamp.html", "sold out", `<script type="application/ld+json">{"@type":"Product","name":"Lamp","offers":{"availability":"https://schema.org/OutOfStock"}}</script>`,
		"Lamp 7", "<p><strong>"+l.gone+"</strong></p>"+s.text(5, 50)+`<ul><li><a href="/shop/lamp-8.html">Lamp 8</a></li></ul>`)
	s.good("/shop/lamp-8.html", "short page", "", "Lamp 8", "<p>40 cm, 12 €</p>")
	s.good("/cart", "empty cart", "", "Cart", "<p>0</p>")
}

func (s *site) forms() {
	l := s.language
	s.good("/login", "login", "", "Login", "<form method=post><input name=user><input type=password name=password><button>Login</button></form>")
	s.good("/search", "search", "", "Search: harbour", `<ol><li><a href="/places/harbour-1.html">Harbour 2</a> `+l.text+`</li><li><a href="/blog/lost.html">`+l.missing+"</a></li></ol>")
	s.good("/contact.html", "short page", "", "Contact", "<p>+49 30 1234, harbour@example.org</p>")
}
