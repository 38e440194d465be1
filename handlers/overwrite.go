package handlers

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/views"
)

// ticketParameter carries, in the query of the address that a form was sent to,
// the permission to send it once more. It never reaches the site's server.
const ticketParameter = "__signpost"

// permit is what a button under a kept form asks for: to be asked once more, or
// to send the form under If-Match. It belongs to one address, version and browser.
type permit struct {
	confirm bool
	policy  int // index of what is done about the conflict
	etag    string
	ticket  string
}

func (p permit) kind() string {
	if p.confirm {
		return "confirm"
	}
	return "replace"
}

// purpose is what the ticket is good for.
func (p permit) purpose(address string) string {
	return strings.Join([]string{p.kind(), strconv.Itoa(p.policy), p.etag, address}, " ")
}

// String is the value of the parameter.
func (p permit) String() string {
	return strings.Join([]string{p.kind(), strconv.Itoa(p.policy), base64.RawURLEncoding.EncodeToString([]byte(p.etag)), p.ticket}, ".")
}

func parsePermit(value string) (permit, bool) {
	parts := strings.Split(value, ".")
	if len(parts) != 4 || parts[0] != "confirm" && parts[0] != "replace" {
		return permit{}, false
	}
	policy, err := strconv.Atoi(parts[1])
	etag, err2 := base64.RawURLEncoding.DecodeString(parts[2])
	return permit{parts[0] == "confirm", policy, string(etag), parts[3]}, err == nil && err2 == nil
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

// overwritable are the causes for which another version may be replaced.
var overwritable = map[problem.Cause]bool{problem.EditConflict: true, problem.PreconditionFailed: true}

// overwriting is the offer to save the visitor's version all the same; nil where
// one of its conditions does not hold (conflict.md section 12).
func (s *site) overwriting(c composition, sent *form.Form, now current) *views.Resubmission {
	policy := c.ex.conflictPolicy()
	if !policy.Overwrite || !sent.Complete() || !overwritable[c.problem.Cause] || c.ex.in.Method != http.MethodPost {
		return nil
	}
	index := slices.Index(s.conflicts, policy)
	etag := cmp.Or(now.etag, c.ex.confirming, strongTag(c.header))
	if etag == "" || index < 0 {
		return nil
	}
	return s.offer(c, permit{confirm: c.ex.confirming == "", policy: index, etag: etag})
}

func (s *site) offer(c composition, p permit) *views.Resubmission {
	r, lang := c.ex.in, s.language(c.ex.in, c.header)
	address := r.URL.RequestURI()
	if !views.SameSite(address) {
		return nil
	}
	p.ticket = s.tickets.Issue(p.purpose(address), sessionOf(r))
	join := "?"
	if r.URL.RawQuery != "" {
		join = "&"
	}
	again := &views.Resubmission{
		Action:    address + join + ticketParameter + "=" + p.String(),
		Multipart: mediaType(r.Header.Get("Content-Type")) == "multipart/form-data",
		Label:     lang.Label(locale.LabelReplace), Note: lang.Label(locale.LabelReplaceNote),
		Question: lang.Label(locale.LabelReplaceAsk),
	}
	if p.confirm {
		again.Question = ""
		again.Label, again.Note = lang.Label(locale.LabelSaveMine), lang.Label(locale.LabelSaveMineNote)
	}
	return again
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
	if ex.kept != nil && ex.conflict != nil && ex.conflict.Overwrite {
		outcome = s.tickets.Take(asked.ticket, asked.purpose(clean.RequestURI()), sessionOf(r))
	}
	switch {
	case outcome != form.Taken:
		s.answerRefusal(w, ex, heldBack(problem.Idempotency))
		return nil
	case asked.confirm:
		ex.confirming = asked.etag
		s.answerRefusal(w, ex, heldBack(problem.EditConflict))
		return nil
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
