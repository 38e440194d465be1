package rule

import (
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Observation is what the body of one answer tells beside its links. It is
// taken while the body is there; nothing of the body is kept.
type Observation struct {
	Marker     string    // framework whose own not-found marker the page carries
	Failure    string    // known text of a failing program, told as the page itself
	Wall       string    // sign of a bot wall
	JSONError  string    // member by which a JSON answer says that it is an error
	Soft       Soft      // signs that a page with success means "not found"
	Canonical  string    // first canonical as written, of an element or a Link field
	Alternates []string  // hreflang targets as written
	Default    bool      // one of them is x-default
	Paging     []string  // rel=next and rel=prev targets as written
	Unstable   string    // answers that showed an error, of all; empty when all or none did
	Meta       []string  // robots directives of elements, for everybody
	Odd        []OddLink `json:",omitempty"` // links that are not what their author meant
}

// Observe looks at one answer; nil when there is nothing to tell.
func Observe(v crawl.Visit) *Observation {
	x := v.Exchange
	if x.Reason != "" || !x.Answered() {
		return nil
	}
	o := &Observation{Wall: wallOf(x, v.Page)}
	if v.Page == nil {
		if x.Status.IsSuccess() {
			o.JSONError = jsonError(x)
		}
		return o.orNil()
	}
	o.readHead(x)
	if x.Status.IsSuccess() {
		named := finds(markupWords, x.Body)
		if named {
			o.Marker = frameworkMarker(x.Body)
		}
		o.Failure = failureText(v)
		o.Soft = softSigns(v, named)
		o.Paging = pagingOf(x.Body)
		o.Odd = oddLinks(v)
	}
	return o.orNil()
}

func (o *Observation) orNil() *Observation {
	if o.Empty() {
		return nil
	}
	return o
}

// Empty reports that there is nothing to tell.
func (o *Observation) Empty() bool {
	return o.Marker == "" && o.Failure == "" && o.Wall == "" && o.JSONError == "" && len(o.Soft.Strong) == 0 &&
		o.Canonical == "" && len(o.Alternates) == 0 && !o.Default && len(o.Paging) == 0 && len(o.Meta) == 0 && len(o.Odd) == 0
}

// Bounds of what is read of a head.
const (
	maxHead       = 256 << 10
	maxAlternates = 200
)

var linkCanonical = regexp.MustCompile(`(?i)<([^>]*)>\s*;[^,<]*\brel\s*=\s*"?canonical\b`)

// readHead reads the elements of a page's head, and the Link field.
func (o *Observation) readHead(x *crawl.Exchange) {
	for _, value := range x.Header.Values("Link") {
		if m := linkCanonical.FindStringSubmatch(value); m != nil && o.Canonical == "" {
			o.Canonical = m[1]
		}
	}
	for name, tag := range crawl.Tags(x.Body[:min(len(x.Body), maxHead)]) {
		t := html.Token{Type: html.StartTagToken, Data: name, DataAtom: atom.Lookup([]byte(name)), Attr: tag.Attributes()}
		if !o.headElement(t) {
			return
		}
	}
}

// headElement takes in one element; false at the end of the head.
func (o *Observation) headElement(t html.Token) bool {
	switch t.DataAtom {
	case atom.Body, atom.Main, atom.Div, atom.H1, atom.P:
		return false
	case atom.Link:
		rel, href := strings.ToLower(attribute(t, "rel")), strings.TrimSpace(attribute(t, "href"))
		switch {
		case rel == "canonical" && o.Canonical == "":
			o.Canonical = href
		case rel == "alternate" && attribute(t, "hreflang") != "" && len(o.Alternates) < maxAlternates:
			o.Alternates = append(o.Alternates, href)
			o.Default = o.Default || strings.EqualFold(attribute(t, "hreflang"), "x-default")
		}
	case atom.Meta:
		if strings.EqualFold(attribute(t, "name"), "robots") {
			for d := range strings.SplitSeq(strings.ToLower(attribute(t, "content")), ",") {
				o.Meta = append(o.Meta, strings.TrimSpace(d))
			}
		}
	}
	return true
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Accuses reports that something of the body is held against the page.
func (o *Observation) Accuses() bool {
	return o.Marker != "" || o.Failure != "" || o.Wall != "" || o.JSONError != "" || o.Soft.Convincing()
}

// ShowsError reports a page that shows an error in place of its content. Nil
// shows none.
func (o *Observation) ShowsError() bool {
	return o != nil && (o.Marker != "" || o.Failure != "" || o.Soft.Convincing())
}

// Acquit takes back what a second answer did not tell as well; nil tells
// nothing.
func (o *Observation) Acquit(second *Observation) {
	if second == nil {
		second = &Observation{}
	}
	if second.Marker == "" {
		o.Marker = ""
	}
	if second.Failure == "" {
		o.Failure = ""
	}
	if second.Wall == "" {
		o.Wall = ""
	}
	if second.JSONError == "" {
		o.JSONError = ""
	}
	if !second.Soft.Convincing() {
		o.Soft = Soft{}
	}
}
