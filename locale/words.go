package locale

import (
	"slices"

	"github.com/seed-3913a1bb/signpost/status"
)

// Words describe one error to a person.
type Words struct {
	Heading  string // the h1: plain words, no number, no full stop
	Sentence string // what happened
	Steps    []string
}

// entry is what a page says, by keys that every language has.
type entry struct {
	heading  heading
	sentence sentence
	steps    []step
}

// Status returns the words for an error status. It is total: an unlisted 4xx
// speaks as 400 and everything else that is unlisted as 500 (RFC 9110 section
// 15). Steps that the page cannot keep are replaced or left out.
func (l *Language) Status(c status.Code, have Have) Words {
	if have.ReadOnly && changeOnly.Has(c) {
		return l.words(whileReading, have)
	}
	e := entryOf(c)
	if have.KeptText {
		e = besideText(c, e)
	}
	return l.words(e, have)
}

// besideText is what a page says that gives back what the visitor typed: the
// first step is always to rescue that.
func besideText(c status.Code, e entry) entry {
	if other, ok := signedOut[c]; ok {
		return other
	}
	if !slices.Contains(e.steps, stepKeepCopyBelow) {
		e.steps = slices.Concat([]step{stepKeepCopyBelow}, e.steps)
	}
	return e
}

// signedOut are the words of the statuses that a form gets after its session has
// ended. Read-only.
var signedOut = map[status.Code]entry{
	403: {headingSignedOut, sentenceMaybeSignedOut, []step{stepKeepCopyBelow, stepSignInAtForm, stepPasteAndSend}},
	440: {headingSignInAgain, sentenceSignedOut, []step{stepKeepCopyBelow, stepSignInAtForm, stepPasteAndSend}},
}

// changeOnly are the codes whose words speak of a change that was not saved.
var changeOnly = status.MustParseSet("409,412,428")

func entryOf(c status.Code) entry {
	if e, ok := clientErrors[c]; ok {
		return e
	}
	if e, ok := serverErrors[c]; ok {
		return e
	}
	if c.IsClientError() {
		return clientErrors[status.BadRequest]
	}
	return serverErrors[status.InternalServerError]
}

func (l *Language) words(e entry, have Have) Words {
	return Words{
		Heading:  l.headings[e.heading],
		Sentence: l.sentences[e.sentence],
		Steps:    l.stepsFor(e.steps, have),
	}
}
