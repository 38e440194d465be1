package handlers

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// statusField is how a site's server names the true status of an answer whose
// status it cannot set itself. It never reaches the client.
const statusField = "Signpost-Status"

// hearServer takes the word of the site's server for the status.
func (j *judgement) hearServer() {
	lines := j.Response[statusField]
	if j.Own || len(lines) != 1 || !j.received.Valid() || !j.received.HasBody() {
		return
	}
	code, err := status.Parse(strings.Trim(lines[0], " \t"))
	if err == nil && code.IsError() && !code.Is(status.ProxyAuthRequired) {
		j.countsAs(code, "signpost-status")
	}
}

// countsAs changes the status of the answer, and says why.
func (j *judgement) countsAs(code status.Code, why string) {
	j.Status = code
	j.because = []string{fmt.Sprintf("%s: %s -> %s", why, j.received, code)}
}

// served is the status that the answer leaves with. The map of the owner counts
// where the edge may touch the answer at all, and where nothing closer to the
// answer has named another status.
func (j *judgement) served(step string) status.Code {
	if j.Own || !j.Status.Is(j.received) || !mappedSteps.has(step) {
		return j.Status
	}
	if to, changed := j.Policy.restate(j.received, j.Response); changed {
		j.countsAs(to, "status.map")
	}
	return j.Status
}

// mappedSteps are those that leave protocols and opted-out answers alone.
var mappedSteps = newWordSet("opt-in only asset matrix rule")

// keepsProxyAuth reports that the owner has said what becomes of a 407.
func (j *judgement) keepsProxyAuth() bool {
	if j.Policy == nil {
		return false
	}
	_, mapped := j.Policy.restate(j.Status, j.Response)
	return j.Policy.Keep407 || mapped
}

// missing are the answers of servers that no longer know an address.
var missing = status.MustParseSet("404,410")

// moved leads to the new address of what the owner has listed, for everybody
// and every method alike: the one redirect that the edge makes of an error.
func moved(j *judgement) (Verdict, bool) {
	if j.Policy == nil || !missing.Has(j.Status) {
		return Verdict{}, false
	}
	to, ok := j.Policy.Moved.Target(j.Path, j.Query)
	if !ok {
		return Verdict{}, false
	}
	return Verdict{
		Action: Restate, Status: status.PermanentRedirect, Format: Empty, Location: to,
		Why: []string{fmt.Sprintf("moved: %s -> %s", j.received, status.PermanentRedirect)},
	}, true
}

// gone names what the owner has removed for good, or had to withdraw; what the answer looks like is
// decided by the steps that follow.
func gone(j *judgement) (Verdict, bool) {
	if j.Policy == nil || !j.Status.Is(status.NotFound) {
		return Verdict{}, false
	}
	if how, removed := j.Policy.Gone.Find(j.Path); removed {
		j.countsAs(how.Status, "gone")
		j.blockedBy = how.BlockedBy
	}
	return Verdict{}, false
}

// uncorrected lets a success pass that no rule has corrected.
func uncorrected(j *judgement) (Verdict, bool) {
	return Verdict{Action: Pass}, !j.Status.IsError()
}

// onlyOwn leaves the answers of the site's servers alone.
func onlyOwn(j *judgement) (Verdict, bool) {
	only := j.Policy.only()
	return Verdict{Action: Pass, Why: []string{"only: " + string(only)}}, only != OnlyAll
}
