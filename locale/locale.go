// Package locale holds every sentence that a visitor reads, in each language,
// and picks the language by the reader's wishes. It knows nothing of HTTP
// besides status codes and the grammar of Accept-Language.
//
//	lang := locale.Match("de-AT, en;q=0.5", locale.All())
//	words := lang.Status(404, locale.Have{Links: true})
//	fmt.Println(words.Heading) // Seite nicht gefunden
//
// A language is one file, named by its tag, and one line in the list of shipped
// languages. What a key means is decided once for all languages, in the files
// status_4xx.go, status_5xx.go, cause.go and own.go.
package locale

import (
	"slices"

	"golang.org/x/text/feature/plural"
)

// Language is the words of one language. Values are immutable and shared: two
// pointers to the same language are equal. Get one from English, All, Lookup or
// Match.
type Language struct {
	tag, dir, name string

	headings   [headingCount]string
	fieldTaken string // the heading of already-exists when {field} is known
	sentences  [sentenceCount]string
	steps      [stepCount]string
	labels     map[Label]string
	waits      [unitCount]map[plural.Form]string // {n} is the number
}

// shipped lists the languages, English first. Read-only.
var shipped = []*Language{english, german}

// English returns the language that everything falls back to.
func English() *Language { return english }

// All lists the shipped languages, English first. The slice is the caller's.
func All() []*Language { return slices.Clone(shipped) }

// Tag returns the BCP 47 tag, as sent in Content-Language.
func (l *Language) Tag() string { return l.tag }

// Dir returns the direction of writing, "ltr" or "rtl".
func (l *Language) Dir() string { return l.dir }

// Name returns what the language calls itself, such as "Deutsch".
func (l *Language) Name() string { return l.name }
