package handlers

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// ticketParameter carries, in the query of the address that a form was sent to,
// the permission to send it once more. It never reaches the site's server.
const ticketParameter = "__signpost"

// intent is what the button under a kept form asks for.
type intent string

// The intents.
const (
	intentConfirm intent = "confirm" // to be asked once more
	intentReplace intent = "replace" // to send the form under If-Match
	intentRepeat  intent = "repeat"  // to send the form as it was
)

// permit is what a button under a kept form asks for. It belongs to one address,
// version and browser.
type permit struct {
	intent intent
	policy int    // index of what is done about the conflict
	etag   string // empty for a form that is sent as it was
	ticket string
}

// purpose is what the ticket is good for.
func (p permit) purpose(address string) string {
	return strings.Join([]string{string(p.intent), strconv.Itoa(p.policy), p.etag, address}, " ")
}

// String is the value of the parameter.
func (p permit) String() string {
	return strings.Join([]string{string(p.intent), strconv.Itoa(p.policy), base64.RawURLEncoding.EncodeToString([]byte(p.etag)), p.ticket}, ".")
}

// allowed reports that a policy makes this offer.
func (p permit) allowed(policy *rule.Conflict) bool {
	return policy != nil && (p.intent == intentRepeat && policy.TokenFree || p.intent != intentRepeat && policy.Overwrite)
}

func parsePermit(value string) (permit, bool) {
	parts := strings.Split(value, ".")
	if len(parts) != 4 || !slices.Contains([]intent{intentConfirm, intentReplace, intentRepeat}, intent(parts[0])) {
		return permit{}, false
	}
	policy, err := strconv.Atoi(parts[1])
	etag, err2 := base64.RawURLEncoding.DecodeString(parts[2])
	return permit{intent(parts[0]), policy, string(etag), parts[3]}, err == nil && err2 == nil
}

// takePermit takes the parameter out of an address, and reports whether it was
// there. The other parameters stay byte by byte.
func takePermit(u *url.URL) (*url.URL, permit, bool) {
	if !strings.Contains(u.RawQuery, ticketParameter+"=") {
		return u, permit{}, false
	}
	var stays []string
	var p permit
	found := false
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if value, ok := strings.CutPrefix(pair, ticketParameter+"="); ok {
			if one, ok := parsePermit(value); ok {
				p, found = one, true
				continue
			}
		}
		stays = append(stays, pair)
	}
	clean := *u
	clean.RawQuery = strings.Join(stays, "&")
	return &clean, p, found
}

// sessionOf is what ties a ticket to the browser that got it.
func sessionOf(r *http.Request) string {
	return strings.Join(r.Header["Cookie"], "; ") + "\n" + r.Header.Get("Authorization")
}

// resubmitted looks for a permit in a request. It returns the request to go on
// with, without the permit, or nil once the edge has answered itself.
func (s *site) resubmitted(w http.ResponseWriter, r *http.Request, ex *exchange) *http.Request {
	clean, asked, found := takePermit(r.URL)
	if !found {
		return r
	}
	out := r.WithContext(r.Context())
	out.URL, out.RequestURI = clean, clean.RequestURI()
	ex.in = out
	if isSafe(r.Method) {
		return out // somebody reloads the address
	}
	if asked.policy >= 0 && asked.policy < len(s.conflicts) {
		ex.conflict = s.conflicts[asked.policy]
	}
	outcome := form.Invalid
	if ex.kept != nil && asked.allowed(ex.conflict) {
		outcome = s.tickets.Take(asked.ticket, asked.purpose(clean.RequestURI()), sessionOf(r))
	}
	switch {
	case outcome != form.Taken:
		s.answerRefusal(w, ex, heldBack(problem.Idempotency))
		return nil
	case asked.intent == intentConfirm:
		ex.confirming = asked.etag
		s.answerRefusal(w, ex, heldBack(problem.EditConflict))
		return nil
	case asked.intent == intentRepeat:
		return out
	}
	out.Header = r.Header.Clone()
	out.Header.Set("If-Match", asked.etag)
	out.Header.Del("If-Unmodified-Since")
	return out
}

// heldBack answers a form that the edge does not send on: the visitor must say
// once more what is to be replaced, or the permit was used before, is too old or
// made up. Without its condition it never goes on.
func heldBack(cause problem.Cause) *refusal {
	return &refusal{
		Failure: &upstream.Failure{Type: "http_request_denied", Status: status.Conflict, Err: errRefused}, cause: cause,
	}
}
