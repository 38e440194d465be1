package views

import (
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
)

// wordsFor picks heading, sentence and steps.
func wordsFor(lang *locale.Language, d problem.Document, o PageOptions) locale.Words {
	have := locale.Have{
		Reference: d.Reference != "",
		Wait:      d.RetryAfter > 0,
		Quote:     d.Quote != "",
		ReadOnly:  !o.Unsafe,
		Final:     !d.Retryable,
	}
	words, conflict := lang.Cause(string(d.Cause), d.Field, have)
	if !conflict {
		words = lang.Status(d.Status, have)
	}
	if conflict && have.ReadOnly {
		return words // the document was worded for a change
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
