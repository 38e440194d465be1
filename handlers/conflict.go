package handlers

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// ConflictOptions are what a site does about changes that met another change.
// The zero value recognises them and shows their page.
type ConflictOptions struct {
	Rules         *problem.Recogniser // the owner's own recognisers, before the built-in ones; nil: none
	rule.Conflict                     // where no rule says otherwise
}

// conflictPolicy is what is done about this exchange: by the rule of the owner
// that decided, else by the site.
func (ex *exchange) conflictPolicy() *rule.Conflict {
	switch {
	case ex.conflict != nil:
		return ex.conflict
	case ex.verdict.with.Conflict != nil:
		return ex.verdict.with.Conflict
	case ex.site != nil:
		return &ex.site.conflict.Conflict
	}
	return &rule.Conflict{}
}

// recogniser reads what went wrong, by the owner's recognisers first.
func (ex *exchange) recogniser() *problem.Recogniser {
	if ex.site == nil {
		return nil
	}
	return ex.site.conflict.Rules
}

// expired are the answers to a form whose session has ended (419 and 440 are
// those of frameworks).
var expired = status.MustParseSet("403,419,440")

// givesBack reports that the answer is one under which the visitor's form is
// shown back, where it was kept: a page for a person about a conflict, about a
// session that has ended, or of a gate that let the form go nowhere.
func (c composition) givesBack() bool {
	p := c.ex.conflictPolicy()
	if !p.KeepForm || c.verdict.Format != HTML || c.verdict.Client != Navigation {
		return false
	}
	return c.problem.Cause != "" || p.Sessions && expired.Has(c.problem.Status) || c.refusal.byGate()
}

// listen remembers the answer to a kept form: it may tell the current values.
func (ex *exchange) listen(s *seen) {
	if ex.kept != nil && s.Kind == problem.KindJSON && ex.problem.Cause != "" {
		ex.told = s.decoded()
	}
}

// unmasked takes the conflict off a problem whose status does not say so, where
// the owner wants such conflicts recorded only.
func (ex *exchange) unmasked(p problem.Problem) problem.Problem {
	if p.Masked && ex.conflictPolicy().Report {
		p.Cause, p.Masked, p.Retryable = "", false, false
	}
	return p
}

// carriesForm reports a navigation that may be sending a form.
func (s *site) carriesForm(r *http.Request) bool {
	if !hasBody(r) || isSafe(r.Method) || s.policy.isAPI(r.URL.EscapedPath()) {
		return false
	}
	facts := clientFacts{r.Method, r.URL.EscapedPath(), r.Header, parseAccept(r.Header["Accept"])}
	return classify(&facts) == Navigation
}
