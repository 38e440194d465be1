package problem

import (
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// decision is a cause and what it rests on.
type decision struct {
	cause      Cause
	confidence Confidence
	rule       string
	waits      verdict
	weak       bool // needs a witness
	runnerUp   Cause
}

var undetermined = decision{cause: Unknown, confidence: ByNone}

// decide finds the cause; ran is false when none is to be told.
func (r *reading) decide() (d decision, ran bool) {
	switch {
	case alwaysRead.Has(r.x.Status):
		return r.decideAll(), true
	case !isUnsafe(r.x.Method):
		return decision{}, false
	case maskedRead.Has(r.x.Status) && namesConflict.Has(ownStatus(&r.tree, r.x.Status)):
		r.effective = ownStatus(&r.tree, r.x.Status)
		d = r.decideAll()
		return d, d.cause != Unknown
	case maskedRead.Has(r.x.Status):
		if d, ran = r.byShape(); ran {
			return d, d.cause != Unknown
		}
		return r.byTokenAndText()
	case r.x.Status.IsSuccess():
		return r.bySuccess()
	}
	return decision{}, false
}

// decideAll asks every kind of evidence, strongest first.
func (r *reading) decideAll() decision {
	best := undetermined
	decided := false
	for _, evidence := range []func() (decision, bool){
		r.byShape, r.byOwnStatus, r.byTokenAndText, r.byText, r.byTwoVersions, r.byFailedCondition, r.byMethod,
	} {
		d, ok := evidence()
		switch {
		case !ok:
		case !decided:
			best, decided = d, true
		case d.cause != best.cause:
			best.runnerUp = d.cause
			return best
		}
	}
	return best
}

// byOwnStatus is for the statuses that mean one cause only.
func (r *reading) byOwnStatus() (decision, bool) {
	d := decision{confidence: ByStatus, rule: "status " + r.effective.String()}
	switch {
	case r.effective.Is(status.Locked):
		d.cause = Locked
	case r.effective.Is(status.PreconditionNeeded):
		d.cause = PreconditionRequired
	default:
		return decision{}, false
	}
	return d, true
}

// byTokenAndText lets a sentence that is more exact than the code win:
// Elasticsearch says "version conflict" of a document that already exists, and
// Google "condition not met" of a state. A code that says little of a sentence
// that speaks of something else decides nothing.
func (r *reading) byTokenAndText() (decision, bool) {
	byToken, ok := r.byToken()
	if !ok {
		return decision{}, false
	}
	byText, _ := r.byText()
	switch {
	case byToken.cause == AlreadyExists && r.deletes() && r.hasToken(codeInUse):
		byToken.cause = StateConflict // what is taken away clashes with no name
	case byToken.weak && byText.cause != "" && byText.cause != Unknown, // of any kind
		byText.cause == Idempotency && byToken.cause == AlreadyExists, // of the request, not of a thing
		byToken.cause == PreconditionFailed && (byText.cause == EditConflict || byText.cause == StateConflict),
		byToken.cause == EditConflict && byText.cause == AlreadyExists:
		return byText, true
	case byToken.weak && (byText.cause == Unknown || !r.witnesses(byToken.cause, span{})),
		byToken.cause == PreconditionFailed && (byText.cause == Unknown && byText.runnerUp != "" || changeWords.in(r.speech)):
		return decision{}, false // two readings
	}
	return byToken, true
}

func (r *reading) deletes() bool { return strings.EqualFold(r.x.Method, "DELETE") }

// versionSpeech is found in a sentence about versions.
var versionSpeech = say("version|revision|etag")

// byTwoVersions reads a body that sets the server's version against the
// client's, or that gives the server's to a sentence about versions.
func (r *reading) byTwoVersions() (decision, bool) {
	current, yours := memberVersions(&r.tree)
	if current == "" && yours == "" {
		current, yours = spokenVersions(r.sentence)
	}
	speaksOfIt := yours == "" && versionSpeech.in(r.speech)
	if current == "" || yours == "" && !speaksOfIt || current == yours {
		return decision{}, false
	}
	return decision{cause: EditConflict, confidence: ByShape, rule: "two versions"}, true
}

// byFailedCondition reads a 412 whose sentence speaks of a condition, or of
// nothing.
func (r *reading) byFailedCondition() (decision, bool) {
	if !r.effective.Is(status.PreconditionFailed) || r.sentence != "" && !conditionWords.in(r.speech) || changeWords.in(r.speech) {
		return decision{}, false
	}
	return decision{cause: PreconditionFailed, confidence: ByStatus, rule: "status 412"}, true
}

// writeMethods put a thing into a place that may be missing (RFC 4918 9.3.1,
// 9.7.1, 9.8.5, 9.9.4).
var writeMethods = []string{"PUT", "MKCOL", "COPY", "MOVE"}

// byMethod reads a 409 of file servers: the parent collection is missing. A
// sentence that speaks of something else proves nothing, nor does a code that
// nobody knows.
func (r *reading) byMethod() (decision, bool) {
	method := strings.ToUpper(r.x.Method)
	hasBody := r.kind == KindXML || r.kind == KindHTML || r.kind == KindText
	if !r.x.Status.Is(status.Conflict) || !slices.Contains(writeMethods, method) || !hasBody {
		return decision{}, false
	}
	if r.sentence != "" && !parentWords.in(r.speech) || r.sentence == "" && len(r.tokens) > 0 {
		return decision{}, false
	}
	return decision{cause: StateConflict, confidence: ByStatus, rule: "status 409 to " + method}, true
}
