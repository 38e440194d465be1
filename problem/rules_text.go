package problem

import "slices"

// textRule reads a cause from the manner of speaking of a sentence.
type textRule struct {
	cause Cause
	force force
	says  string // see phrase
}

// Words that several rules share.
const (
	names      = "name|username|email|phone|slug|login|handle|nickname|alias"
	another    = "another|conflicting|concurrent|previous|other"
	operations = "operation|update|request|deployment|job|task|run|build|transaction|backup|import|export|process|" +
		"action|migration|sync"
	worked = "processed|deployed|deleted|created|updated|provisioned|migrated|built|imported|exported|initialized|" +
		"scaled|restored|written|generated|prepared|installed|removed|indexed|uploaded|" +
		"executed|run|performed|rebuilt|synced|synchronized|resized|upgraded|modified|changed|" +
		"finalized|finalised|refunded|captured|shipped|moved|copied|renamed|merged|cloned|archived|verified|reviewed|handled|restarted|stopped|started|rotated|renewed|validated|scanned|saved|transferred|published"
	done = "paused|stopped|started|shipped|cancelled|canceled|closed|completed|finished|archived|deleted|merged|paid|" +
		"approved|published|refunded|delivered|terminated|deactivated|disabled|enabled|activated|rejected|resolved|" +
		"verified|confirmed|accepted|declined|redeemed|sold|answered"
	undoable = "cannot|can't|can’t be deleted|removed|cancelled|canceled|closed|deactivated|disabled|approved|published|" +
		"started|stopped|reopened|archived|refunded|captured|" +
		"changed|edited|modified|updated|merged|reversed|undone|reactivated|confirmed|voided|resumed|transferred|rescheduled"
)

// textRules in order: the first row that is found decides; byText tells when none
// does. "already" before a word that is not here says nothing (paused is a state,
// registered an identity), and "conflict" alone says nothing. Every row has a
// sentence that it reads, and one that it must not read, in testdata/phrases.txt.
var textRules = slices.Concat(
	conditionTexts, existsTexts, runningTexts, editTexts, lockTexts, stateTexts, lastTexts,
)

// conditionWords are found in a sentence that speaks of a condition: only then
// does the status 412 prove that one failed. Compute Engine answers 412 to
// requests without any condition.
var conditionWords = say("condition|conditions|precondition|preconditions|conditional|etag|etags|if match|none|modified|unmodified|range")

// parentWords are found in a sentence about the place where something was to
// be put (RFC 4918 9.3.1, 9.7.1).
var parentWords = say("parent|parents|ancestor|intermediate|collection|directory|folder")

// barredWords take back the promise of a rule that is marked now: something runs,
// and because of it this request is refused for good.
var barredWords = say(undoable)

// retryWords tell that an idempotency key is in use right now; mismatchWords
// tell that it was used for something else.
var (
	retryWords    = []phrase{say("in progress"), say("being processed"), say("outstanding"), say("still running|processing")}
	mismatchWords = []phrase{say("different|same|other|another ... parameters|body|payload|data|content"), say("mismatch|reused")}
)
