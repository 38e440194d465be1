package views

import (
	"slices"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
)

// wordsFor picks heading, sentence and steps.
func wordsFor(lang *locale.Language, d problem.Document, o PageOptions) locale.Words {
	look := o.Brand.looks()
	have := locale.Have{
		Reference: d.Reference != "" && look.shown.requestID,
		Wait:      d.RetryAfter > 0,
		Links:     look.shown.links && len(look.links) > 0,
		Quote:     d.Quote != "",
		ReadOnly:  !o.Unsafe && !o.Guide,
		KeptText:  o.Kept.shown(),
		Final:     !d.Retryable,
	}
	words := catalogue(lang, d, have)
	if have.ReadOnly {
		have.ReadOnly = false
		if asChange := catalogue(lang, d, have); !same(words, asChange) {
			return words // the document was worded for a change
		}
	}
	if look != plainLook {
		d.Steps = keepPromises(d, words, catalogue(lang, d, locale.Have{Reference: d.Reference != "", Wait: d.RetryAfter > 0, KeptText: have.KeptText}))
	}
	return override(words, d)
}

// keepPromises returns the steps of a document with our own ones, which stand
// last, in the form that the page keeps: a document does not know what a brand
// shows, such as its links, or hides, such as the reference.
func keepPromises(d problem.Document, words, described locale.Words) []string {
	own := len(d.Steps) - len(described.Steps)
	if own < 0 || !slices.Equal(d.Steps[own:], described.Steps) {
		return d.Steps
	}
	return slices.Concat(d.Steps[:own], words.Steps)
}

// catalogue returns our own words for a document.
func catalogue(lang *locale.Language, d problem.Document, have locale.Have) locale.Words {
	if words, conflict := lang.Cause(string(d.Cause), d.Field, have); conflict {
		return words
	}
	return lang.Status(d.Status, have)
}

func same(a, b locale.Words) bool {
	return a.Heading == b.Heading && a.Sentence == b.Sentence && slices.Equal(a.Steps, b.Steps)
}

// override lets the document's words win. The title of a document without a
// problem type of its own is a reason phrase, which is no heading for people.
func override(words locale.Words, d problem.Document) locale.Words {
	if typed := d.Cause != "" && d.Cause != problem.Unknown; typed && d.Title != "" {
		words.Heading = d.Title
	}
	if d.Sentence != "" {
		words.Sentence = d.Sentence
	}
	if len(d.Steps) > 0 {
		words.Steps = d.Steps
	}
	return words
}

// unsaved reports a cause under which the change is certainly not saved. Of an
// idempotent request that is still being worked on, nobody knows.
func unsaved(c problem.Cause) bool { return c != "" && c != problem.Idempotency }

// quoteOf returns what the site itself says, unless our own sentence says the
// same. Nothing of a failing server is ever quoted.
func quoteOf(d problem.Document, words locale.Words) string {
	if d.Status.IsServerError() || d.Quote == words.Sentence {
		return ""
	}
	return d.Quote
}
