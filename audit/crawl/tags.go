package crawl

import (
	"iter"
	"strings"
	"unsafe"

	"golang.org/x/net/html"
)

// Tag is the inside of a start tag, behind its name.
type Tag string

// Attributes lists the attributes of a tag, entities decoded. Of two with one
// name the first counts. They hold nothing of the document.
func (t Tag) Attributes() []html.Attribute { return readAttributes(strings.Clone(string(t))) }

// Tags goes through the start tags of a document by name, in lower case, as the
// tokenizer of the HTML standard finds them.
func Tags(document []byte) iter.Seq2[string, Tag] {
	return func(yield func(string, Tag) bool) {
		m := markup{src: textOf(document)}
		for {
			switch m.next() {
			case markupEnd:
				return
			case markupStart:
				if !yield(m.name, Tag(m.attr)) {
					return
				}
			}
		}
	}
}

// textOf is a body as text without a copy, which took as long as finding its
// tags. Nobody may write into the body from then on.
func textOf(body []byte) string { return unsafe.String(unsafe.SliceData(body), len(body)) }
