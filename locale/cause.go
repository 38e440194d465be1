package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words of package problem for which a rule below makes a difference.
const (
	alreadyExists = "already-exists"
	idempotency   = "idempotency"
)

// causes maps each cause of a conflict to its words. Read-only.
var causes = map[string]entry{
	"edit-conflict":         {headingChangedFirst, sentenceChangedFirst, []step{stepKeepCopyBelow, stepOpenAndCompare, stepApplyAgain}},
	"precondition-failed":   {headingPageChanged, sentenceNotNewest, []step{stepKeepCopyBelow, stepLoadCurrent, stepApplyAgain}},
	"precondition-required": {headingWhichVersion, sentenceWhichVersion, []step{stepKeepCopyBelow, stepOpenCurrent, stepApplyThere}},
	"locked":                {headingSomeoneWorking, sentenceLockedByOther, []step{stepKeepCopyBelow, stepWaitLockShown, stepAskLockOwner}},
	alreadyExists:           {headingNameTaken, sentenceAlreadyExists, []step{stepLookExisting, stepOtherName}},
	"state-conflict":        {headingNotNow, sentenceStateConflict, []step{stepOpenItem, stepDoMissing}},
	"concurrent-operation":  {headingStillRunning, sentenceStillRunning, []step{stepLookResult, stepWaitShown, stepSendReference}},
	idempotency:             {headingFirstTry, sentenceFirstTry, []step{stepDoNotSendAgain, stepLookFirstTry, stepSendReference}},
	"quota":                 {headingLimitReached, sentenceLimitReached, []step{stepDeleteSomething, stepAskForRoom}},
	"unknown":               {headingNotSaved, sentenceNotAccepted, []step{stepKeepCopyBelow, stepLoadAndCheck, stepSendReference}},
}

// formUsed are the words of an idempotency key that was used for other content.
var formUsed = entry{headingFormUsed, sentenceFormUsed, []step{stepFreshForm, stepEnterAgain}}

// whileReading are the words of a conflict that met a request which changes
// nothing: there is nothing to save and no text to rescue.
var whileReading = entry{headingNotShown, sentenceBeingChanged, []step{stepReloadOnce, stepWaitShown, stepSendReference}}

// readable are the causes whose words are as true for a request that only
// reads. Read-only.
var readable = map[string]bool{"locked": true, "state-conflict": true, "concurrent-operation": true, "quota": true}

// Cause returns the words for the cause of a conflict (the closed set of
// package problem, as a string); ok is false for a word that is none. field
// may name the attribute that clashed: it is shown when it reads like a name
// and left out otherwise. Of the two forms of idempotency, have.Final picks
// "used for other content" and its absence "still running".
func (l *Language) Cause(cause, field string, have Have) (w Words, ok bool) {
	e, ok := causes[cause]
	if !ok {
		return Words{}, false
	}
	switch {
	case have.ReadOnly && !readable[cause]:
		return l.words(whileReading, have), true
	case cause == idempotency && have.Final:
		return l.words(formUsed, have), true
	}
	w = l.words(e, have)
	if name, speakable := fieldName(field); cause == alreadyExists && speakable {
		w.Heading = strings.ReplaceAll(l.fieldTaken, "{field}", name)
	}
	return w, true
}

// fieldName returns what a person calls the field: user_name reads "user
// name". ok is false for paths, sentences and other things that are no name.
func fieldName(field string) (name string, ok bool) {
	if len(field) > maxFieldName*utf8.UTFMax {
		return "", false
	}
	name = strings.Join(strings.Fields(strings.ReplaceAll(field, "_", " ")), " ")
	if name == "" || utf8.RuneCountInString(name) > maxFieldName {
		return "", false
	}
	notInName := func(r rune) bool { return r != ' ' && r != '-' && !unicode.IsLetter(r) }
	return name, !strings.ContainsFunc(name, notInName)
}

// maxFieldName is the longest name that a heading holds, in characters.
const maxFieldName = 30
