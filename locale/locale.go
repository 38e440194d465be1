// Package locale holds every sentence that a visitor reads, in each language,
// and picks the language by the reader's wishes. It knows nothing of HTTP
// besides status codes and the grammar of Accept-Language.
package locale

import (
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Language is the words of one language. Values are immutable and shared.
type Language struct {
	tag, dir string
}

// English returns the language that everything falls back to.
func English() *Language { return &Language{tag: "en", dir: "ltr"} }

// All lists the shipped languages, English first.
func All() []*Language { return []*Language{English()} }

// Lookup finds a shipped language by its BCP 47 tag; case and region are
// forgiven ("de-AT" gives German).
func Lookup(tag string) (*Language, bool) { return English(), tag == "en" }

// Match picks from offered the language that the Accept-Language field asks
// for (RFC 4647 lookup, RFC 9110 12.5.4), or offered[0] when none fits. A
// malformed member is skipped.
func Match(acceptLanguage string, offered []*Language) *Language { return offered[0] }

// Tag returns the BCP 47 tag, as sent in Content-Language.
func (l *Language) Tag() string { return l.tag }

// Dir returns the direction of writing, "ltr" or "rtl".
func (l *Language) Dir() string { return l.dir }

// Have says what a page holds, so that no step promises what is not there.
type Have struct {
	Reference bool // a reference number is shown
	Wait      bool // a valid Retry-After is known
	KeptText  bool // the visitor's text is shown
	Links     bool // a search or links are shown
}

// Words describe one error to a person.
type Words struct {
	Heading  string // the h1: plain words, no number, no full stop
	Sentence string // what happened
	Steps    []string
}

// Status returns the words for an error status.
func (l *Language) Status(c status.Code, have Have) Words { return Words{} }

// Cause returns the words for the cause of a conflict (the closed set of
// package problem, as a string); ok is false for a word that is none. field
// may name the attribute that clashed.
func (l *Language) Cause(cause, field string, have Have) (w Words, ok bool) { return Words{}, false }

// Own returns the sentence for an error that the edge made itself, by its
// word: refused, unreachable, dns, tls, timeout, reset, protocol, overload,
// maintenance, limit, denied, unknown-host, internal; empty for other words.
func (l *Language) Own(word string) string { return "" }

// Label returns a fixed word or sentence of the page.
func (l *Language) Label(k Label) string { return string(k) }

// Wait says in words how long to wait: "Try again in about 2 minutes."
func (l *Language) Wait(d time.Duration) string { return "" }

// Label names a fixed word or sentence of the page.
type Label string
