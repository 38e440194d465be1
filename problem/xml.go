package problem

import (
	"encoding/xml"
	"io"
	"strings"
)

// parseXML reads text as XML into a tree: local names count, prefixes do not.
// Entities beyond the five of XML end the reading, and nothing external is
// ever asked for. It is false when no element could be read.
func parseXML(text string) (tree, bool) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // text is UTF-8 already
	w := xmlWalker{}
	w.tree.nodes = make([]node, 0, 16)
	for {
		token, err := d.RawToken()
		if err != nil {
			w.tree.complete = err == io.EOF && len(w.open) == 0
			break
		}
		if !w.token(token) {
			break
		}
	}
	ok := len(w.tree.nodes) > 0 && (w.tree.complete || len(w.open) > 0)
	return w.tree, ok
}

type xmlWalker struct {
	tree tree
	open []xmlElement
}

type xmlElement struct {
	node int
	name string
}

// token takes one token and reports whether to go on.
func (w *xmlWalker) token(token xml.Token) bool {
	switch t := token.(type) {
	case xml.StartElement:
		return w.start(t.Name.Local) && w.attributes(t.Attr)
	case xml.EndElement:
		top := len(w.open) - 1
		if top < 0 || w.open[top].name != t.Name.Local {
			w.open = nil
			return false
		}
		n := &w.tree.nodes[w.open[top].node]
		n.value = strings.TrimSpace(n.value)
		w.open = w.open[:top]
	case xml.CharData:
		w.text(string(t))
	}
	return true
}

func (w *xmlWalker) start(name string) bool {
	if len(w.open) >= maxXMLDepth {
		return false
	}
	n := node{parent: -1, key: snake(name), name: name, typ: isElement}
	if len(w.open) > 0 {
		n.parent = w.open[len(w.open)-1].node
		n.depth = len(w.open)
	}
	i := w.tree.add(n)
	if i < 0 {
		return false
	}
	w.open = append(w.open, xmlElement{node: i, name: name})
	return true
}

// attributes takes the value of an element that has it as an attribute, as all
// of FHIR does.
func (w *xmlWalker) attributes(attrs []xml.Attr) bool {
	for _, a := range attrs {
		if a.Name.Space == "" && a.Name.Local == "value" {
			w.text(a.Value)
		}
	}
	return true
}

func (w *xmlWalker) text(s string) {
	if len(w.open) == 0 {
		return
	}
	n := &w.tree.nodes[w.open[len(w.open)-1].node]
	if len(n.value)+len(s) <= maxSentence {
		n.value += s
	}
}
