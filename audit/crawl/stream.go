package crawl

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readStream reads a document tag by tag. It finds the same links and signals
// as a tree; only where a tree would have moved or closed elements may it
// differ.
func (b *builder) readStream(body []byte) {
	m := markup{src: textOf(body)}
	s := streamReader{builder: b}
	if b.wantText {
		s.visible.Grow(min(len(body), maxText))
	}
	for {
		switch m.next() {
		case markupEnd:
			s.closeAll()
			b.page.Text = cutText(s.visible.String(), maxText)
			return
		case markupText:
			s.text(m.text, m.bare)
		case markupStart:
			s.start(&m)
		case markupClose:
			s.end(atom.Lookup([]byte(m.name)))
		}
	}
}

// streamReader hands over elements in the order of their starts. Those with a
// text are held back, and all behind them, until the text is known.
type streamReader struct {
	*builder
	queue     []*heldElement
	visible   strings.Builder
	templates int // open within each other, as the following
	pictures  int // svg
	noscripts int
	skip      atom.Atom // script or style that we are in; 0: none
}

// heldElement is a start tag; open means that its text goes on.
type heldElement struct {
	atom   atom.Atom
	name   string
	attrs  []html.Attribute
	open   bool
	within int // open noscripts around it: the text of others is hidden from it
	text   strings.Builder
}

// maxHeld bounds the elements behind one that nobody closed.
const maxHeld = 1000

func (s *streamReader) start(m *markup) {
	tag := atom.Lookup([]byte(m.name))
	if !m.self || s.pictures == 0 && tag != atom.Svg { // only in pictures does the slash close
		s.count(tag, 1)
	}
	if s.templates > 0 || tag == atom.Title && s.pictures > 0 {
		return
	}
	if m.id != "" {
		s.id(decodeValue(m.id))
	}
	if tag == atom.Script || tag == atom.Style {
		s.skip = tag
	}
	if !facts[m.name] {
		if m.attr != "" && strings.EqualFold(attributeNamed(m.attr, "role"), "main") {
			s.page.HasMain = true
		}
		return
	}
	held := &heldElement{atom: tag, name: m.name, attrs: readAttributes(m.attr), within: s.noscripts}
	switch tag {
	case atom.A:
		s.close(atom.A) // a link cannot be within a link
		held.open = true
	case atom.Title, atom.H1:
		held.open = true
	}
	s.queue = append(s.queue, held)
	if len(s.queue) > maxHeld {
		s.closeAll()
	}
	s.handOver()
}

// facts are the elements that say something about a page or lead on.
var facts = map[string]bool{
	"html": true, "base": true, "title": true, "h1": true, "main": true, "ol": true, "ul": true,
	"meta": true, "form": true, "input": true, "search": true, "a": true, "area": true, "link": true,
	"img": true, "source": true, "image": true, "use": true, "script": true, "iframe": true,
	"frame": true, "object": true, "embed": true, "video": true, "audio": true, "track": true,
}

// count keeps the depth of elements whose insides are another world.
func (s *streamReader) count(a atom.Atom, step int) {
	switch a {
	case atom.Template:
		s.templates = max(0, s.templates+step)
	case atom.Svg:
		s.pictures = max(0, s.pictures+step)
	case atom.Noscript:
		s.noscripts = max(0, s.noscripts+step)
	}
}

func (s *streamReader) end(a atom.Atom) {
	s.count(a, -1)
	if s.skip == a {
		s.skip = 0
	}
	if a == atom.A || a == atom.Title || a == atom.H1 {
		s.close(a)
		s.handOver()
	}
}

// close ends the text of the newest open element of a name.
func (s *streamReader) close(a atom.Atom) {
	for _, held := range slices.Backward(s.queue) {
		if held.open && held.atom == a {
			held.open = false
			return
		}
	}
}

func (s *streamReader) closeAll() {
	for _, held := range s.queue {
		held.open = false
	}
	s.handOver()
}

// handOver gives out the elements up to the first one that is open.
func (s *streamReader) handOver() {
	n := 0
	for n < len(s.queue) && !s.queue[n].open {
		held := s.queue[n]
		s.element(held.name, held.attrs, func() string { return cutText(held.text.String(), maxHeading) })
		n++
	}
	s.queue = slices.Delete(s.queue, 0, n)
}

func (s *streamReader) text(text string, bare bool) {
	if s.templates > 0 || s.skip != 0 {
		return
	}
	if !s.wantText && len(s.queue) == 0 {
		return
	}
	if !bare {
		text = html.UnescapeString(text)
	}
	title := false
	for _, held := range s.queue {
		if held.open && held.within == s.noscripts {
			appendWords(&held.text, text, maxHeading)
			title = title || held.atom == atom.Title
		}
	}
	if s.wantText && !title && s.noscripts == 0 {
		appendWords(&s.visible, text, maxText)
	}
}
