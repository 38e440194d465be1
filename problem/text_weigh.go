package problem

import (
	"slices"
	"strings"
)

// byText asks the text rules: of those that the sentence has, and for which
// something else speaks where they are weak, the first decides, unless another
// cause has words of its own. Two readings are none.
func (r *reading) byText() (decision, bool) {
	if r.sentence == "" {
		return decision{}, false
	}
	hits := r.witnessed(textMatcher.hits(r.speech))
	if len(hits) == 0 {
		return decision{}, false
	}
	best := hits[0]
	for _, h := range hits[1:] {
		if h.row < best.row {
			best = h
		}
	}
	rule := textMatcher.rules[best.row]
	if other, ok := r.contradiction(rule.cause, hits); ok {
		return decision{cause: Unknown, confidence: ByText, rule: "words of two causes", runnerUp: other}, true
	}
	d := decision{cause: rule.cause, confidence: ByText, rule: "words " + rule.says}
	if rule.force == now && !barredWords.in(r.speech) {
		d.waits = waitHelps
	}
	return d, true
}

// witnessed leaves out the weak hits for which nothing else speaks.
func (r *reading) witnessed(hits []textHit) []textHit {
	kept := hits[:0:0]
	for _, h := range hits {
		if !textMatcher.rules[h.row].force.isWeak() || r.hasWitness(h, hits) {
			kept = append(kept, h)
		}
	}
	return kept
}

// hasWitness looks for something beside a weak hit that speaks for the same
// cause: another row, a word, a code, or the request itself.
func (r *reading) hasWitness(h textHit, hits []textHit) bool {
	cause := textMatcher.rules[h.row].cause
	for _, other := range hits {
		if textMatcher.rules[other.row].cause == cause && !other.at.overlaps(h.at) && other.row != h.row {
			return true
		}
	}
	return r.witnesses(cause, h.at)
}

// witnesses reports what speaks for a cause beside a run of words.
func (r *reading) witnesses(cause Cause, beside span) bool {
	w := witnesses[cause]
	return cause == StateConflict && r.deletes() || w.saidBeside(beside, r.speech) || r.hasWitnessCode(w)
}

// contradiction returns another cause of which the speech has words of its own.
func (r *reading) contradiction(cause Cause, hits []textHit) (Cause, bool) {
	if cause == Unknown {
		return "", false
	}
	for _, h := range hits {
		rule := textMatcher.rules[h.row]
		if rule.contradicts(cause) && !overlapsCause(cause, h, hits) {
			return rule.cause, true
		}
	}
	if cause == ConcurrentOperation && r.deletes() && refusedRemoval.in(r.speech) {
		return StateConflict, true
	}
	return "", false
}

// contradicts reports a rule that speaks against a cause. That a condition
// failed is true of many.
func (t textRule) contradicts(cause Cause) bool {
	if t.cause == cause || t.cause == Unknown || t.cause == PreconditionFailed {
		return false
	}
	return !t.force.isWeak() && !slices.Contains(agreeing[cause], t.cause)
}

// contradicts reports a sentence with words of another cause.
func (r *reading) contradicts(cause Cause) bool {
	_, ok := r.contradiction(cause, textMatcher.hits(r.speech))
	return ok
}

// overlapsCause reports a hit that only repeats words of another cause: "in use"
// in "already in use".
func overlapsCause(cause Cause, h textHit, hits []textHit) bool {
	for _, other := range hits {
		if textMatcher.rules[other.row].cause == cause && (other.at.overlaps(h.at) || other.at == h.at) {
			return true
		}
	}
	return false
}

// hasWitnessCode reports an error code with one of the witness's words.
func (r *reading) hasWitnessCode(w witness) bool {
	for _, t := range r.tokens {
		for word := range strings.SplitSeq(t.text, "_") {
			if w.codes[word] {
				return true
			}
		}
	}
	return false
}
