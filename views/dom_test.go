package views_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

// render gives the bytes of one page.
func render(t *testing.T, d problem.Document, o views.PageOptions) []byte {
	t.Helper()
	page, err := views.Render(views.NewPage(d, o))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// parse reads a page as a browser would.
func parse(t *testing.T, page []byte) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements lists the elements of a page with the given name, or all for "".
func elements(root *html.Node, name string) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			found = append(found, n)
		}
	}
	return found
}

// attribute returns the value of an attribute.
func attribute(n *html.Node, name string) (string, bool) {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return "", false
	}
	return n.Attr[i].Val, true
}

// text returns the words of a node.
func text(n *html.Node) string {
	var words strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			words.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(words.String())
}

// only returns the one element with the given name.
func only(t *testing.T, root *html.Node, name string) *html.Node {
	t.Helper()
	found := elements(root, name)
	if len(found) != 1 {
		t.Fatalf("%d elements <%s>, want one", len(found), name)
	}
	return found[0]
}

// skeleton writes the elements and attributes of a page, without its words.
func skeleton(n *html.Node) string {
	var out strings.Builder
	write(&out, n)
	return out.String()
}

func write(out *strings.Builder, n *html.Node) {
	switch n.Type {
	case html.ElementNode:
		fmt.Fprintf(out, "<%s %v>", n.Data, n.Attr)
	case html.CommentNode:
		out.WriteString("<!---->")
	}
	for c := range n.ChildNodes() {
		write(out, c)
	}
	if n.Type == html.ElementNode {
		fmt.Fprintf(out, "</%s>", n.Data)
	}
}

func TestTheSkeletonSeesForeignMarkup(t *testing.T) {
	plain := skeleton(parse(t, []byte("<p>x</p>")))
	for _, foreign := range []string{"<p>x<b></b></p>", "<p id=a>x</p>", "<p>x<!-- --></p>", "<p>x</p><script></script>"} {
		if skeleton(parse(t, []byte(foreign))) == plain {
			t.Errorf("%s looks like <p>x</p>", foreign)
		}
	}
}
