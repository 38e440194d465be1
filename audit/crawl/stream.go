package crawl

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readStream reads a document token by token: the way for documents that are
// too deep for a tree. It finds the same links and signals; only where a tree
// would have moved or closed elements may it differ.
func (b *builder) readStream(body []byte) {
	z := html.NewTokenizer(bytes.NewReader(body))
	s := streamReader{builder: b}
	for {
		switch z.Next() {
		case html.ErrorToken:
			s.flush()
			b.page.Text = s.visible.String()
			return
		case html.TextToken:
			s.text(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if token.DataAtom == atom.Noscript {
				z.NextIsNotRawText() // its links count, as in the tree
			}
			s.start(token)
		case html.EndTagToken:
			name, _ := z.TagName()
			s.end(atom.Lookup(name))
		}
	}
}

// streamReader holds back links, titles and headings until their text is known.
type streamReader struct {
	*builder
	open    *html.Token // a, title or h1 whose text is being read
	inside  strings.Builder
	visible strings.Builder
	skip    atom.Atom // hidden element that we are in; 0: none
	depth   int       // of templates within each other
}

func (s *streamReader) start(t html.Token) {
	if t.DataAtom == atom.Template {
		s.depth++
	}
	if s.depth > 0 {
		return
	}
	switch t.DataAtom {
	case atom.A, atom.Title, atom.H1:
		s.flush()
		s.open = &t
		return
	case atom.Script, atom.Style:
		s.skip = t.DataAtom
	}
	s.element(t.Data, t.Attr, func() string { return "" })
}

func (s *streamReader) end(a atom.Atom) {
	switch {
	case a == atom.Template:
		s.depth = max(0, s.depth-1)
	case s.skip == a:
		s.skip = 0
	case s.open != nil && s.open.DataAtom == a:
		s.flush()
	}
}

func (s *streamReader) text(raw []byte) {
	if s.depth > 0 || s.skip != 0 {
		return
	}
	text := html.UnescapeString(string(raw))
	if s.open != nil {
		appendWords(&s.inside, text, maxHeading)
	}
	if s.wantText && (s.open == nil || s.open.DataAtom != atom.Title) {
		appendWords(&s.visible, text, maxText)
	}
}

func appendWords(b *strings.Builder, text string, limit int) {
	for word := range strings.FieldsSeq(text) {
		if b.Len() >= limit {
			return
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(cutText(word, limit))
	}
}

// flush hands over the element whose text was being read.
func (s *streamReader) flush() {
	if s.open == nil {
		return
	}
	text := cutText(s.inside.String(), maxHeading)
	s.element(s.open.Data, s.open.Attr, func() string { return text })
	s.open = nil
	s.inside.Reset()
}
