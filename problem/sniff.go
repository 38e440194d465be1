package problem

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Kind says what the bytes of a body are, whatever its media type claims.
type Kind string

// The kinds of body. An opaque body is binary, or in a coding or character set
// that cannot be read.
const (
	KindEmpty  Kind = "empty"
	KindJSON   Kind = "json"
	KindXML    Kind = "xml"
	KindHTML   Kind = "html"
	KindText   Kind = "text"
	KindOpaque Kind = "opaque"
)

// Sniff tells what the decoded first bytes of a body are. The media type is not
// asked: CouchDB, PouchDB and Solr send JSON as text/plain. JSON must parse, as
// far as it goes, so that "[7]: version conflict" is text.
func Sniff(body []byte) Kind {
	kind, _ := sniffText(trimStart(string(body[:min(len(body), maxBody)])))
	return kind
}

// sniffText is Sniff for text that begins with no white space. It returns the
// tree of JSON, which it had to parse anyway.
func sniffText(text string) (Kind, tree) {
	switch {
	case text == "":
		return KindEmpty, tree{}
	case strings.IndexByte(text, 0) >= 0:
		return KindOpaque, tree{}
	case text[0] == '{' || text[0] == '[':
		if t, ok := parseJSON(text); ok {
			return KindJSON, t
		}
	case text[0] == '<':
		return sniffMarkup(text), tree{}
	}
	if !looksLikeText(text) {
		return KindOpaque, tree{}
	}
	return KindText, tree{}
}

const byteOrderMark = "\ufeff"

func trimStart(s string) string {
	return strings.TrimLeft(strings.TrimPrefix(s, byteOrderMark), " \t\r\n\f\v")
}

// htmlStarts are the first tags that only HTML has.
var htmlStarts = []string{
	"<!doctype html", "<html", "<head", "<body", "<title", "<h1", "<h2", "<center", "<p>", "<div", "<pre", "<b>", "<br",
}

func sniffMarkup(text string) Kind {
	head := strings.ToLower(text[:min(len(text), 400)])
	if strings.Contains(head, "<!doctype html") || strings.Contains(head, "<html") {
		return KindHTML
	}
	for _, start := range htmlStarts {
		if strings.HasPrefix(head, start) {
			return KindHTML
		}
	}
	return KindXML
}

// looksLikeText refuses binary data: control characters, or mostly bytes that
// are no UTF-8. Single wrong bytes are an old character set and stay text.
func looksLikeText(s string) bool {
	var control, wrong int
	for i, r := range s {
		switch {
		case r == utf8.RuneError && s[i] != 0xEF:
			wrong++
		case r < 0x20 && !strings.ContainsRune("\t\r\n\f\v\x1b", r):
			control++
		}
	}
	return control == 0 && wrong*4 <= len(s)
}

// toText turns body bytes into valid UTF-8. The charset of the media type
// counts first, then what an XML declaration or an HTML meta element names;
// all but the Latin ones are read as UTF-8 with replacement characters.
func toText(body []byte, contentType string) string {
	body = bytes.TrimPrefix(body, []byte(byteOrderMark))
	if utf8.Valid(body) {
		return string(body)
	}
	if isLatin(contentType) || isLatin(declaration(body)) {
		return decodeLatin(body)
	}
	return strings.ToValidUTF8(string(body), "\ufffd")
}

func declaration(body []byte) string { return string(body[:min(len(body), 1024)]) }

func isLatin(s string) bool {
	s = strings.ToLower(s)
	_, charset, found := strings.Cut(s, "charset=")
	if !found {
		if _, charset, found = strings.Cut(s, "encoding="); !found {
			return false
		}
	}
	charset = strings.TrimLeft(charset, `"' `)
	for _, name := range []string{"iso-8859-1", "windows-1252", "latin1", "us-ascii", "iso8859-1"} {
		if strings.HasPrefix(charset, name) {
			return true
		}
	}
	return false
}

// windows1252 holds the characters of 0x80 to 0x9F; browsers read ISO-8859-1
// as windows-1252 too (WHATWG Encoding Standard).
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

func decodeLatin(body []byte) string {
	var b strings.Builder
	b.Grow(len(body) + len(body)/8)
	for _, c := range body {
		if c >= 0x80 && c <= 0x9F {
			b.WriteRune(windows1252[c-0x80])
			continue
		}
		b.WriteRune(rune(c))
	}
	return b.String()
}
