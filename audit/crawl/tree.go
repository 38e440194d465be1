package crawl

import (
	"bytes"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Selectors are compiled once: goquery lets an invalid one match nothing.
var (
	matchFacts = cascadia.MustCompile("html, base, title, h1, main, [role=main], ol, ul, meta, form, input, search, " +
		"a[href], area[href], link[href], img, source, image, use, script[src], iframe[src], frame[src], " +
		"object[data], embed[src], video, audio[src], track[src]")
	matchTemplate = cascadia.MustCompile("template")
	matchBody     = cascadia.MustCompile("body")
)

// readTree reads a document as a tree. It returns false when the parser
// refuses it, as it does above 512 open elements.
func (b *builder) readTree(body []byte) bool {
	root, err := html.ParseWithOptions(bytes.NewReader(body), html.ParseOptionEnableScripting(false))
	if err != nil {
		return false
	}
	doc := goquery.NewDocumentFromNode(root)
	doc.FindMatcher(matchTemplate).Remove() // inert: nobody can follow a link in it
	for _, s := range doc.FindMatcher(matchFacts).EachIter() {
		node := s.Nodes[0]
		if node.DataAtom == atom.Title && inSVG(node) {
			continue
		}
		b.element(node.Data, node.Attr, func() string { return cutText(nodeText(node, maxHeading), maxHeading) })
	}
	if b.wantText {
		if body := doc.FindMatcher(goquery.SingleMatcher(matchBody)); body.Length() > 0 {
			b.page.Text = cutText(nodeText(body.Nodes[0], maxText), maxText)
		}
	}
	return true
}

func inSVG(n *html.Node) bool { return n.Namespace != "" }

// hidden elements hold no text that a person reads.
func hidden(a atom.Atom) bool {
	return a == atom.Script || a == atom.Style || a == atom.Template || a == atom.Noscript || a == atom.Head
}

// nodeText returns the visible text below a node, words joined by one space,
// as soon as it has that many bytes.
func nodeText(n *html.Node, limit int) string {
	var out strings.Builder
	var walk func(*html.Node) bool
	walk = func(n *html.Node) bool {
		switch {
		case n.Type == html.TextNode:
			for word := range strings.FieldsSeq(n.Data) {
				if out.Len() > 0 {
					out.WriteByte(' ')
				}
				out.WriteString(word)
				if out.Len() >= limit {
					return false
				}
			}
		case n.Type == html.ElementNode && hidden(n.DataAtom):
			return true
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !walk(c) {
				return false
			}
		}
		return true
	}
	walk(n)
	return out.String()
}

// cutText shortens a text to a number of bytes without breaking a character.
func cutText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "")
}
