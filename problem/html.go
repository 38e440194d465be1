package problem

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// webPage is what Read wants of an HTML page.
type webPage struct {
	title     string
	notice    string // of the first element that is made for messages
	container string // the class of that element, when it tells the producer
	paragraph string // the first p that is not empty
	heading   string // the first h1
	visible   string // the first bytes of all visible text
}

// noticeClasses mark elements made for messages. Those of one producer are
// their own evidence.
var noticeClasses = map[string]string{
	"wp-die-message":     "wordpress",
	"mw-explainconflict": "mediawiki",
	"error":              "",
	"alert":              "",
	"alert-danger":       "",
	"error-message":      "",
}

// skipped elements hold nothing for people to read.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Svg: true,
	atom.Iframe: true, atom.Textarea: true, atom.Select: true,
}

// inline elements do not part words.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Code: true, atom.Em: true, atom.I: true, atom.Kbd: true,
	atom.Mark: true, atom.Q: true, atom.S: true, atom.Small: true, atom.Span: true, atom.Strong: true,
	atom.Sub: true, atom.Sup: true, atom.Tt: true, atom.U: true, atom.Var: true,
}

var voids = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true,
	atom.Img: true, atom.Input: true, atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// parseHTML reads a page with the tokenizer; there is no document tree.
func parseHTML(text string) webPage {
	z := html.NewTokenizer(strings.NewReader(text))
	w := htmlWalker{}
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.finish()
		case html.StartTagToken:
			w.start(z)
		case html.SelfClosingTagToken:
			w.text(" ")
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		case html.TextToken:
			w.text(string(z.Text()))
		}
	}
}

type htmlWalker struct {
	page    webPage
	skip    atom.Atom // inside this element nothing is read
	inHead  bool
	capture *capture // the innermost text that is being collected
	visible strings.Builder
}

// capture collects the text of one element until its end tag.
type capture struct {
	into  *string
	tag   atom.Atom
	depth int // of equal elements inside
	text  strings.Builder
}

func (w *htmlWalker) start(z *html.Tokenizer) {
	name, hasAttr := z.TagName()
	tag := atom.Lookup(name)
	if w.skip != 0 {
		return
	}
	switch {
	case skipped[tag]:
		w.skip = tag
		return
	case tag == atom.Head:
		w.inHead = true
	case tag == atom.Body || tag == atom.H1 || tag == atom.P:
		w.inHead = false
	}
	w.part(tag)
	if w.capture != nil {
		w.nested(tag)
		return
	}
	w.begin(tag, z, hasAttr)
}

// nested handles a start tag inside a capture: a p ends at the next block.
func (w *htmlWalker) nested(tag atom.Atom) {
	c := w.capture
	switch {
	case c.tag == atom.P && (tag == atom.P || tag == atom.Div || tag == atom.Ul || tag == atom.Hr):
		w.close()
		if tag == atom.P && w.page.paragraph == "" {
			w.open(&w.page.paragraph, tag)
		}
	case tag == c.tag && !voids[tag]:
		c.depth++
	}
}

func (w *htmlWalker) begin(tag atom.Atom, z *html.Tokenizer, hasAttr bool) {
	switch {
	case tag == atom.Title && w.page.title == "":
		w.open(&w.page.title, tag)
		return
	case hasAttr && w.page.notice == "" && !voids[tag] && !w.inHead:
		if container, ok := noticeOf(z); ok {
			w.page.container = container
			w.open(&w.page.notice, tag)
			return
		}
	}
	switch {
	case tag == atom.P && w.page.paragraph == "":
		w.open(&w.page.paragraph, tag)
	case tag == atom.H1 && w.page.heading == "":
		w.open(&w.page.heading, tag)
	}
}

// noticeOf reports an element that is made for messages, and its producer.
func noticeOf(z *html.Tokenizer) (producer string, ok bool) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "role":
			ok = ok || string(value) == "alert"
		case "class":
			for _, class := range strings.Fields(string(value)) {
				if p, found := noticeClasses[class]; found {
					producer, ok = p, true
				}
			}
		}
	}
	return producer, ok
}

func (w *htmlWalker) open(into *string, tag atom.Atom) { w.capture = &capture{into: into, tag: tag} }

func (w *htmlWalker) close() {
	text := strings.TrimSpace(w.capture.text.String())
	if w.capture.tag == atom.P {
		text = withoutLabel(text)
	}
	*w.capture.into = text
	w.capture = nil
}

// withoutLabel takes away the labels of the report of a Java server, whose first
// paragraph only says what kind of report it is.
func withoutLabel(s string) string {
	if s == "Type Status Report" || s == "Type Exception Report" {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(s, "Message "), "Description ")
}

func (w *htmlWalker) end(tag atom.Atom) {
	if w.skip != 0 {
		if tag == w.skip {
			w.skip = 0
		}
		return
	}
	if tag == atom.Head {
		w.inHead = false
	}
	w.part(tag)
	c := w.capture
	switch {
	case c == nil || c.tag != tag:
	case c.depth > 0:
		c.depth--
	default:
		w.close()
	}
}

// part keeps the words before and behind a tag apart.
func (w *htmlWalker) part(tag atom.Atom) {
	if !inline[tag] {
		w.text(" ")
	}
}

func (w *htmlWalker) text(s string) {
	if w.skip != 0 {
		return
	}
	if w.capture != nil && w.capture.text.Len() < maxSentence {
		w.capture.text.WriteString(s)
	}
	isTitle := w.capture != nil && w.capture.tag == atom.Title
	if !w.inHead && !isTitle && w.visible.Len() < maxSentence {
		w.visible.WriteString(s)
	}
}

func (w *htmlWalker) finish() webPage {
	if w.capture != nil {
		w.close()
	}
	w.page.visible = strings.Join(strings.Fields(w.visible.String()), " ")
	return w.page
}
