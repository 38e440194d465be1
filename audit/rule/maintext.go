package rule

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mainText is the text of a page without its frame.
type mainText struct {
	text          string
	words, wide   int
	article, form bool
}

// framing are the names by which authors mark what stands around a text.
var framing = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|topbar|toolbar|header|footer|sidebar|breadcrumbs?|cookies?|consent|gdpr|banner|masthead|offcanvas|skip|social|share|newsletter|modal|popup|app-bar)(?:$|[\s_-])`)

// mainReader goes through a page. It counts what stands in no frame and is no
// link; where there is a main element, what stands in it.
type mainReader struct {
	whole, inMain strings.Builder
	mainText
	frames  []frameAt
	open    map[string]int // elements of each name that are open
	mains   int
	ignored int // links, buttons and choices that are open
}

// frameAt is an open frame: the name of its element and how many of that name
// were open before it.
type frameAt struct {
	name  string
	depth int
}

// readMain reads what stands outside of navigation, head and foot.
func readMain(body []byte) mainText {
	r := mainReader{open: map[string]int{}}
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return r.finish()
		case html.StartTagToken:
			r.start(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(string(name))
		case html.TextToken:
			r.words(z.Text())
		}
	}
}

func (r *mainReader) finish() mainText {
	r.text = r.whole.String()
	if inside := r.inMain.String(); strings.TrimSpace(inside) != "" {
		r.text = inside
	}
	m := r.mainText
	m.words, m.wide = len(strings.Fields(m.text)), utf8.RuneCountInString(m.text)
	return m
}

func (r *mainReader) start(t html.Token) {
	if voids[t.DataAtom] {
		return
	}
	if t.DataAtom == atom.A {
		r.end(t.Data) // a link ends where the next one begins
	}
	named := t.DataAtom != atom.Body && t.DataAtom != atom.Main && framing.MatchString(attribute(t, "class")+" "+attribute(t, "id"))
	if frame(t.DataAtom) || named && blocks[t.DataAtom] {
		r.frames = append(r.frames, frameAt{t.Data, r.open[t.Data]})
	}
	r.open[t.Data]++
	switch t.DataAtom {
	case atom.Textarea:
		r.form = true
	case atom.Time:
		r.article = true
	case atom.Main:
		r.mains++
	}
	if unread[t.DataAtom] {
		r.ignored++
	}
}

func (r *mainReader) end(name string) {
	if r.open[name] == 0 {
		return
	}
	r.open[name]--
	if a := atom.Lookup([]byte(name)); a == atom.Main {
		r.mains--
	} else if unread[a] {
		r.ignored--
	}
	for i, f := range r.frames {
		if f.name == name && f.depth >= r.open[name] {
			r.frames = r.frames[:i]
			return
		}
	}
}

func (r *mainReader) words(text []byte) {
	if len(r.frames) > 0 || r.ignored > 0 || r.whole.Len() > scanned {
		return
	}
	r.whole.Write(text)
	r.whole.WriteByte(' ')
	if r.mains > 0 {
		r.inMain.Write(text)
		r.inMain.WriteByte(' ')
	}
}

// unread are elements whose words are no text: where to go and what to choose.
var unread = map[atom.Atom]bool{atom.A: true, atom.Button: true, atom.Select: true, atom.Label: true}

// blocks are elements that may hold a frame.
var blocks = map[atom.Atom]bool{atom.Div: true, atom.Section: true, atom.Ul: true, atom.Table: true, atom.Dialog: true, atom.Form: true}

// voids have no end.
var voids = map[atom.Atom]bool{
	atom.Br: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Hr: true, atom.Base: true, atom.Source: true,
	atom.Wbr: true, atom.Col: true, atom.Embed: true, atom.Track: true, atom.Area: true,
}

func frame(a atom.Atom) bool {
	switch a {
	case atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template:
		return true
	}
	return false
}
