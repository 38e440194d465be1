package handlers

import (
	"slices"
	"strings"
)

// Format names a form that an answer of the edge can take.
type Format string

// The formats that Accept chooses from.
const (
	HTML     Format = "html"
	JSON     Format = "problem+json"
	XML      Format = "problem+xml"
	Text     Format = "text"
	Markdown Format = "markdown"
)

// The forms that a protocol asks for, never Accept.
const (
	Empty        Format = "empty"         // no body: preflights, moves
	AsIs         Format = "as-is"         // the body of the site's server
	TinyText     Format = "tiny-text"     // one short line: assets
	GRPC         Format = "grpc"          // 200, trailers-only, grpc-status
	Connect      Format = "connect-json"  // Connect's error object
	Twirp        Format = "twirp-json"    // Twirp's error object
	RegistryJSON Format = "registry-json" // container registries
	NPMJSON      Format = "npm-json"
	S3XML        Format = "s3-xml"
)

// negotiable is one format that Accept may choose.
type negotiable struct {
	format      Format
	types       wordSet // chosen by these names; the first is exact
	exact       string
	kind        string // of the wildcard kind/*
	suffix      string // structured suffix that lends its quality
	notSuffixOf wordSet
}

// negotiables stand in the order that breaks ties; HTML is offered to
// navigations only.
var negotiables = []negotiable{
	{format: HTML, exact: "text/html", types: newWordSet("text/html application/xhtml+xml"), kind: "text"},
	{
		format: JSON, exact: "application/problem+json", types: newWordSet("application/json text/json"),
		kind: "application", suffix: "+json",
	},
	{format: Text, exact: "text/plain", kind: "text"},
	{
		format: XML, exact: "application/problem+xml", types: newWordSet("application/xml text/xml"),
		kind: "application", suffix: "+xml",
		notSuffixOf: newWordSet(`application/xhtml+xml image/svg+xml application/mathml+xml
			application/rss+xml application/atom+xml`),
	},
	{format: Markdown, exact: "text/markdown", kind: "text"},
}

// mediaTypes is what each format is served as.
var mediaTypes = map[Format]string{
	HTML:         "text/html; charset=utf-8",
	JSON:         "application/problem+json",
	XML:          "application/problem+xml",
	Text:         "text/plain; charset=utf-8",
	Markdown:     "text/markdown; charset=utf-8",
	TinyText:     "text/plain; charset=utf-8",
	GRPC:         "application/grpc",
	Connect:      "application/json",
	Twirp:        "application/json",
	RegistryJSON: "application/json",
	NPMJSON:      "application/json",
	S3XML:        "application/xml",
}

// How closely a range names a format, weakest first.
const (
	noMatch = iota
	byAnything
	byKind
	bySuffix
	byForeignParams
	byAlias
	byName
)

// match says how closely m names the format.
func (n *negotiable) match(m mediaRange) int {
	full := m.full()
	switch {
	case m.kind == "*":
		return byAnything
	case m.subtype == "*" && m.kind == n.kind:
		return byKind
	case full != n.exact && !n.types.has(full):
		if n.suffix != "" && strings.HasSuffix(m.subtype, n.suffix) && !n.notSuffixOf.has(full) {
			return bySuffix
		}
		return noMatch
	case !utf8Only(m.params):
		return byForeignParams
	case full == n.exact:
		return byName
	}
	return byAlias
}

// utf8Only reports parameters that all our representations have.
func utf8Only(params []param) bool {
	for _, p := range params {
		if p.name != "charset" || !strings.EqualFold(p.value, "utf-8") {
			return false
		}
	}
	return true
}

// quality returns the weight that the closest range gives to the format.
func (n *negotiable) quality(accept []mediaRange) (q, closeness int) {
	for _, m := range accept {
		c := n.match(m)
		switch {
		case c > closeness:
			q, closeness = m.q, c
		case c == closeness && c > noMatch:
			q = max(q, m.q)
		}
	}
	return q, closeness
}

// wish is what the negotiation of a format looks at.
type wish struct {
	who         Client
	accept      []mediaRange
	requestType string   // media type of the request's body
	answerType  string   // media type of the upstream's body
	offered     []Format // nil: all
}

// offers reports a format that the owner lets the edge write.
func (w wish) offers(f Format) bool { return w.offered == nil || slices.Contains(w.offered, f) }

// negotiate picks the format of the body. It never gives up: an error must not
// hide behind a 406 (RFC 9110 section 12.4.1).
func negotiate(w wish) Format {
	best, bestQ, chosenBy := w.last(), 0, noMatch
	for i := range negotiables {
		n := &negotiables[i]
		if n.format == HTML && w.who != Navigation || !w.offers(n.format) {
			continue
		}
		q, closeness := n.quality(w.accept)
		if q > bestQ {
			best, bestQ, chosenBy = n.format, q, closeness
		}
	}
	if len(w.accept) == 0 || chosenBy == byAnything {
		if f := w.unasked(); w.offers(f) {
			return f
		}
		return w.last()
	}
	return best
}

// last is the format when nothing else fits: text, else the first that is
// offered and that anybody may get.
func (w wish) last() Format {
	if w.offers(Text) {
		return Text
	}
	for _, f := range w.offered {
		if f != HTML || w.who == Navigation {
			return f
		}
	}
	return Text
}

// unasked is the format for those who name none: the form that the exchange
// already has, then the custom of the class. "*/*" is no wish for HTML.
func (w wish) unasked() Format {
	switch {
	case w.who == Navigation:
		return HTML
	case isJSONType(w.answerType):
		return JSON
	case isXMLType(w.answerType):
		return XML
	case isJSONType(w.requestType):
		return JSON
	case isXMLType(w.requestType):
		return XML
	case w.who == Fetch || w.who == Machine:
		return JSON
	}
	return Text
}

func isJSONType(t string) bool {
	return t == "application/json" || t == "text/json" || strings.HasSuffix(t, "+json")
}

func isXMLType(t string) bool {
	return t == "application/xml" || t == "text/xml" || strings.HasSuffix(t, "+xml") && !isHTMLType(t)
}
