package problem

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/status"
)

// BodyClass says how much a body is worth to a person, which decides whether
// the edge puts its own page in its place.
type BodyClass string

// The classes of body.
const (
	Empty   BodyClass = "empty"   // nothing but white space
	Default BodyClass = "default" // the stock page of a server or framework
	Bare    BodyClass = "bare"    // HTML without design
	Machine BodyClass = "machine" // JSON, XML, or a short plain text
	Leak    BodyClass = "leak"    // a debug page, a stack trace, an SQL error
	Rich    BodyClass = "rich"    // a page that the site made itself
	Opaque  BodyClass = "opaque"  // binary, multipart, unknown, or in a coding that cannot be read
)

// Held is what is known of a body when the edge has to decide: its first bytes
// and how long it is.
type Held struct {
	Status   status.Code
	Header   http.Header // of the answer
	Body     []byte      // the first bytes, still in their Content-Encoding
	Complete bool        // Body is all there is
	Size     int64       // total size as sent; negative when unknown; 0 with an empty Body: there is none
}

// Classification is the result of Classify.
type Classification struct {
	Class     BodyClass
	Kind      Kind
	Signature string // id of the producer whose mark was found; may be empty
}

// ReasonPhrase is the signature of a body that says no more than its status.
const ReasonPhrase = "reason-phrase"

const (
	stockWindow = 4 << 10 // bytes in which stock pages show their marks
	bareSize    = 2 << 10 // of a page without design, and of a machine's text
	bareVisible = 300     // characters to read on it
	bareLinks   = 3
	bareStyle   = 256 // bytes of inline style
)

// Classify tells what kind of body was held and what it is worth. Like Read it
// is a pure function under fixed limits. A body that is longer than what was
// held is judged by that; without a signature it is the site's own page.
func Classify(h Held) Classification {
	if h.Size == 0 && len(h.Body) == 0 || !h.Status.HasBody() {
		return Classification{Class: Empty, Kind: KindEmpty}
	}
	contentType := strings.ToLower(h.Header.Get("Content-Type"))
	body, err := Decode(h.Header.Get("Content-Encoding"), h.Body)
	if err != nil || isBinaryType(contentType) {
		return Classification{Class: Opaque, Kind: KindOpaque}
	}
	text := trimStart(toText(body, contentType))
	kind, _ := sniffText(text)
	if kind == KindEmpty && !h.Complete {
		return Classification{Class: Opaque, Kind: KindOpaque} // nothing was held: a HEAD, or a slow upstream
	}
	if kind == KindText && strings.Contains(contentType, "html") {
		kind = KindHTML // words without a tag, as scripts echo them
	}
	j := judgement{held: h, text: text, kind: kind, size: max(h.Size, int64(len(body)))}
	c := Classification{Kind: kind}
	c.Class, c.Signature = j.class()
	return c
}

// isBinaryType reports media types whose bytes are for no person and no Read.
func isBinaryType(t string) bool {
	for _, prefix := range []string{"image/", "audio/", "video/", "font/", "multipart/", "application/octet-stream", "application/grpc", "application/zip", "application/pdf", "text/event-stream"} {
		if strings.HasPrefix(t, prefix) {
			return !strings.HasPrefix(t, "image/svg")
		}
	}
	return false
}

type judgement struct {
	held Held
	text string
	kind Kind
	size int64
}

func (j *judgement) class() (BodyClass, string) {
	switch j.kind {
	case KindEmpty:
		return Empty, ""
	case KindOpaque:
		return Opaque, ""
	}
	flat := flatten(j.text)
	if id := j.find(leakSignatures, flat); id != "" {
		return Leak, id
	}
	if id := j.find(stockSignatures, flat[:cutAt(flat, stockWindow)]); id != "" {
		return Default, id
	}
	switch j.kind {
	case KindJSON, KindXML:
		return Machine, ""
	case KindText:
		return j.textClass()
	}
	return j.pageClass()
}

// isWhole reports a body that was held completely and is shorter than limit.
func (j *judgement) isWhole(limit int) bool {
	return j.held.Complete && j.size < int64(limit) && len(j.text) < limit
}

func (j *judgement) textClass() (BodyClass, string) {
	switch {
	case isReasonPhrase(j.text):
		return Default, ReasonPhrase
	case j.isWhole(bareSize+1) && isPrintable(j.text):
		return Machine, ""
	}
	return Opaque, ""
}

func isPrintable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\f", r)
	})
}

// pageClass tells a page without design from one that the site made.
func (j *judgement) pageClass() (BodyClass, string) {
	if !j.isWhole(bareSize + 1) {
		return Rich, ""
	}
	page := inspect(j.text)
	if page.designed || page.links > bareLinks || utf8.RuneCountInString(page.visible) > bareVisible {
		return Rich, ""
	}
	if isReasonPhrase(page.visible) {
		return Default, ReasonPhrase
	}
	return Bare, ""
}
