package handlers

import (
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

var (
	conflictSet = status.MustParseSet("409,423,428")
	// conditions are request fields that make a 412 an answer (RFC 9110
	// section 13.1).
	conditions = []string{"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"}
)

// expiresAfter is when a page that is put off with 503 becomes an alarm.
const expiresAfter = 24 * time.Hour

// isConflict reports a read that ended in a status which has no use there.
func (j *judgement) isConflict() bool {
	return j.rescue != nil && !j.Own && (conflictSet.Has(j.Status) ||
		j.Status.Is(status.PreconditionFailed) && !hasAny(j.Request, conditions))
}

// mayProtect reports a conflict whose cause matters.
func (j *judgement) mayProtect() bool {
	return j.isConflict() && j.rescue.site.reads.Protect && j.rescue.site.reads.Conflict == ProtectReads
}

// protectByCopy answers a conflict with the last-good copy. HEAD has no body to
// judge by: it repeats what the last GET got.
func protectByCopy(j *judgement) (Verdict, bool) {
	if !j.isConflict() {
		return Verdict{}, false
	}
	r := j.rescue
	if !r.site.reads.Protect || r.site.reads.Conflict == PassReads {
		r.site.raise(indexingRisk, j.Path)
		return Verdict{}, false
	}
	if j.Method == http.MethodHead {
		return r.repeat(j)
	}
	if _, ok := r.copy("protect-reads", j.Status); !ok {
		return Verdict{}, false
	}
	r.site.state.reads.note(r.ex, gotCopy)
	return copyForConflict(j), true
}

func copyForConflict(j *judgement) Verdict {
	return Verdict{
		Action: LastGood, Status: status.OK,
		Why: []string{"protect-reads: " + j.Status.String() + " -> copy"},
	}
}

func (r *rescue) repeat(j *judgement) (Verdict, bool) {
	switch r.site.state.reads.last(r.ex) {
	case gotCopy:
		if _, ok := r.copy("protect-reads", j.Status); ok {
			return copyForConflict(j), true
		}
	case gotWait:
		return r.putOff(j), true
	}
	return Verdict{}, false
}

// protectByStatus puts a reader off where the conflict will pass: with 503 and a
// wait, which keep the address in the index for a while. What lasts is no
// conflict that passes: the address then gets its own status again.
func protectByStatus(j *judgement) (Verdict, bool) {
	if !j.isConflict() || j.Method == http.MethodHead {
		return Verdict{}, false
	}
	r := j.rescue
	reads := r.site.reads
	if !reads.Protect || reads.Conflict == PassReads {
		return Verdict{}, false // the alarm stands already
	}
	if reads.Conflict != ProtectReads || !reads.covers(r.causeOf(j)) {
		r.site.state.reads.note(r.ex, gotConflict)
		r.site.raise(indexingRisk, j.Path)
		return Verdict{}, false
	}
	lasted := r.site.state.reads.note(r.ex, gotWait)
	if lasted >= expiresAfter {
		r.site.raise(protectExpired, j.Path)
	}
	if lasted >= reads.GiveUpAfter {
		r.site.state.reads.giveUp(r.ex)
		r.site.raise(indexingRisk, j.Path)
		return Verdict{}, false
	}
	return r.putOff(j), true
}

// causeOf is the cause of the conflict; 423 is a lock, whatever its body says.
func (r *rescue) causeOf(j *judgement) problem.Cause {
	if j.Status.Is(status.Locked) {
		return problem.Locked
	}
	return r.cause
}

func (r Reads) covers(cause problem.Cause) bool {
	if r.AllCauses {
		return true
	}
	for _, c := range r.Causes {
		if c == cause {
			return true
		}
	}
	return false
}

func (r *rescue) putOff(j *judgement) Verdict {
	v := Verdict{
		Action: Restate, Status: status.ServiceUnavailable, Wait: r.site.reads.RetryAfter, Varies: true,
		Why: []string{"protect-reads: " + j.Status.String() + " -> 503"},
	}
	if isAsset(j.Path, j.who) {
		v.Format = TinyText
	}
	return v
}
