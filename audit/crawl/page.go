package crawl

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// Page is what a document says about itself and to where it leads.
type Page struct {
	Title      string   // first title, white space joined
	H1         []string // texts of the headings, the first three
	Lang       string   // of the html element
	Canonical  string   // absolute target of the first rel=canonical; empty without one
	Directives []string // of the robots metas and X-Robots-Tag fields for everybody, lower case
	Refresh    *Refresh // of a meta element or a Refresh field
	HasMain    bool
	HasSearch  bool   // a form that searches
	HasList    bool   // a list in the text
	Text       string // visible text, white space joined, cut; only of short pages and of errors
	Words      int    // of Text
	Sketch     Sketch // of Text
	Flat       bool   // an error page that was too deep for a tree and was read as a stream
	Links      []Link // each pair of address and role once
	Unread     []Link // the first references that name no address to be asked, without To; only during the visit
	IDs        []byte // hashes of its ids, sorted; only of a success, while it is crawled
	IDsCut     bool   // there are too many of them, or the page was not read to its end
	HasScript  bool
	Missing    []string // ids that its links within itself name and it lacks
}

// Refresh sends a visitor on after a while.
type Refresh struct {
	Seconds int
	To      string // as written; empty for the page itself
}

// Has reports a robots directive.
func (p *Page) Has(directive string) bool {
	for _, d := range p.Directives {
		if d == directive {
			return true
		}
	}
	return false
}

// NoIndex reports that the page asks not to be indexed.
func (p *Page) NoIndex() bool { return p.Has("noindex") || p.Has("none") }

// NoFollow reports that no link of the page should be followed.
func (p *Page) NoFollow() bool { return p.Has("nofollow") || p.Has("none") }

const (
	maxText     = 16 << 10 // of Page.Text
	fullBelow   = 32 << 10 // pages up to this size are read for their text
	maxLinkText = 80
	maxHeading  = 200
	maxLinks    = 20000 // of one page
	maxUnread   = 50
)

// ParsePage reads an HTML exchange whose body is still there. It never fails.
// An error page is read as a tree, because its structure is judged; any other
// as a stream, which costs a tenth, and so is what cannot be made a tree.
func ParsePage(x *Exchange) *Page {
	b := newBuilder(x)
	body := decodeText(x.Body, x.Header.Get("Content-Type"))
	if x.Status.IsError() {
		if b.readTree(body) {
			return b.finish()
		}
		b = newBuilder(x)
		b.page.Flat = true
	}
	b.readStream(body)
	return b.finish()
}

// decodeText turns a body into UTF-8: by byte order mark, header, meta in the
// first 1,024 bytes, then windows-1252.
func decodeText(body []byte, contentType string) []byte {
	enc, name, _ := charset.DetermineEncoding(body[:min(len(body), 1024)], contentType)
	if name == "utf-8" {
		return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	}
	decoded, err := io.ReadAll(io.LimitReader(enc.NewDecoder().Reader(bytes.NewReader(body)), 4*int64(len(body))))
	if err != nil {
		return body
	}
	return bytes.TrimPrefix(decoded, []byte("\xef\xbb\xbf"))
}

// reference is a value that may be an address, before base is known.
type reference struct {
	role          Role
	element, attr string
	value, text   string
	fragment      string // the id that a link asks for
	nofollow      bool
}

// builder collects facts from elements, whoever finds them, and resolves the
// references when all is read: a base element may come late.
type builder struct {
	x         *Exchange
	page      *Page
	base      string
	hasBase   bool
	canonical string
	refs      []reference
	wantText  bool
	wantIDs   bool
	ids       []uint32
}

func newBuilder(x *Exchange) *builder {
	return &builder{
		x: x, page: &Page{Directives: headerDirectives(x.Header)},
		wantText: x.Status.IsError() || x.Size <= fullBelow, wantIDs: x.Status.IsSuccess(), refs: make([]reference, 0, 16),
	}
}

// element takes in one start tag; the text is that of links and headings.
func (b *builder) element(name string, attrs []html.Attribute, text func() string) {
	for _, spec := range linkAttrs[name] {
		if value := strings.Trim(attrOf(attrs, spec.name), asciiSpace); value != "" {
			b.reference(name, spec.name, value, spec.role, spec.kind, attrs, text)
		}
	}
	switch name {
	case "base":
		if href := attrOf(attrs, "href"); !b.hasBase && href != "" {
			b.base, b.hasBase = href, true
		}
	case "html":
		b.page.Lang = strings.Clone(attrOf(attrs, "lang"))
	case "title":
		if b.page.Title == "" {
			b.page.Title = text()
		}
	case "h1":
		if len(b.page.H1) < 3 {
			b.page.H1 = append(b.page.H1, text())
		}
	case "a":
		b.id(attrOf(attrs, "name"))
	case "script":
		b.page.HasScript = b.page.HasScript || b.wantIDs && runsScript(attrs)
	case "main":
		b.page.HasMain = true
	case "ol", "ul":
		b.page.HasList = true
	case "meta":
		b.meta(attrs)
	case "form", "input", "search":
		b.form(name, attrs)
	}
	if strings.EqualFold(attrOf(attrs, "role"), "main") {
		b.page.HasMain = true
	}
}

func (b *builder) reference(name, attr, value string, role Role, kind valueKind, attrs []html.Attribute, text func() string) {
	if len(b.refs) >= maxLinks {
		return
	}
	ref := reference{role: role, element: name, attr: attr, value: value}
	switch name {
	case "link":
		if ref.role = b.linkRole(value, attrs); ref.role == "" {
			return
		}
	case "a", "area":
		ref.text = text()
		ref.nofollow = hasToken(attrOf(attrs, "rel"), "nofollow")
		if ref.fragment = fragmentOf(value); ref.fragment != "" && hooked(attrs) {
			ref.fragment = ""
		}
	case "input":
		if !strings.EqualFold(attrOf(attrs, "type"), "image") {
			return
		}
	}
	if kind == oneURL {
		b.refs = append(b.refs, ref)
		return
	}
	for _, candidate := range srcsetURLs(value, maxLinks-len(b.refs)) {
		ref.value = candidate
		b.refs = append(b.refs, ref)
	}
}

// linkRole decides by rel what a link element wants; empty for nothing.
func (b *builder) linkRole(href string, attrs []html.Attribute) Role {
	role := Role("")
	for rel := range strings.FieldsSeq(strings.ToLower(attrOf(attrs, "rel"))) {
		switch rel {
		case "canonical":
			if b.canonical == "" {
				b.canonical = href
			}
			return ""
		case "preload":
			role = preloadRoles[strings.ToLower(attrOf(attrs, "as"))]
		default:
			if role == "" || rel == "stylesheet" {
				role = relRoles[rel]
			}
		}
	}
	if attrOf(attrs, "hreflang") != "" {
		return ""
	}
	return role
}

func (b *builder) meta(attrs []html.Attribute) {
	content := strings.Clone(attrOf(attrs, "content")) // not all of the document is to live as long
	switch strings.ToLower(attrOf(attrs, "name")) {
	case "robots", "signpost":
		b.page.Directives = append(b.page.Directives, splitDirectives(content)...)
	}
	if strings.EqualFold(attrOf(attrs, "http-equiv"), "refresh") && b.page.Refresh == nil {
		b.page.Refresh = parseRefresh(content)
	}
}

// searchFields are names of fields in which people type what they look for.
var searchFields = map[string]bool{"q": true, "s": true, "query": true, "search": true, "keyword": true, "keywords": true, "term": true}

func (b *builder) form(name string, attrs []html.Attribute) {
	if name == "search" || strings.EqualFold(attrOf(attrs, "role"), "search") ||
		name == "input" && (strings.EqualFold(attrOf(attrs, "type"), "search") ||
			searchFields[strings.ToLower(attrOf(attrs, "name"))]) {
		b.page.HasSearch = true
	}
}

func hasToken(list, token string) bool {
	for t := range strings.FieldsSeq(list) {
		if strings.EqualFold(t, token) {
			return true
		}
	}
	return false
}
