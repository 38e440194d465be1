package rule

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// Named is what the verb page names: at most one of its members is set, none
// for "auto".
type Named struct {
	ProblemOnly bool          // never HTML
	Cause       problem.Cause // the page of this cause
	Status      status.Code   // the words of this status; 0: none
}

// The closed sets of a Then.
var (
	serves    = []string{"last-good"}
	problems  = []string{"fill", "upgrade"}
	jsonTypes = []string{"application/problem+json", "application/json"}
	shows     = []string{"request_id", "time", "steps", "links", "contact", "upstream_sentence"}
	members   = []string{
		"request_id", "reference", "cause", "resource", "current_version", "your_version", "field", "lock_owner",
		"retryable", "retry_after", "steps", "upstream_status", "masked", "errors",
	}
)

// maxRetryAfter is a bound on what can be meant.
const maxRetryAfter = 30 * 24 * time.Hour

// then checks a consequence against the condition that leads to it.
func (r *report) then(t *Then, c *condition, o Options) (Named, Verb) {
	verbs := t.verbs()
	if len(verbs) != 1 {
		r.verbCount(verbs)
		return Named{}, ""
	}
	r.with(&t.With, verbs[0])
	r.onSuccess(verbs[0], c)
	switch verbs[0] {
	case Pass:
		if c.meetsOwn() {
			r.add("then.pass", "choose a page", "an error of the edge itself has no answer that could pass")
		}
	case Page:
		return r.page(t.Page), Page
	case Send:
		r.send(t, c, o)
	case Serve:
		r.words("then.serve", []string{t.Serve}, serves)
	case Problem:
		r.words("then.problem", []string{t.Problem}, problems)
	}
	return Named{}, verbs[0]
}

func (r *report) verbCount(verbs []Verb) {
	const hint = "use one of pass, page, send, serve, problem"
	if len(verbs) == 0 {
		r.add("then", hint, "nothing to do")
		return
	}
	words := make([]string, len(verbs))
	for i, v := range verbs {
		words[i] = string(v)
	}
	r.add("then", "write two rules, or keep one of them", "%s exclude each other", strings.Join(words, " and "))
}

func (r *report) page(name string) Named {
	code, err := status.Parse(name)
	switch {
	case name == "auto":
		return Named{}
	case name == "problem":
		return Named{ProblemOnly: true}
	case err == nil && code.IsError():
		return Named{Status: code}
	case slices.Contains(problem.Causes(), problem.Cause(name)):
		return Named{Cause: problem.Cause(name)}
	}
	r.add("then.page", "use auto, problem, a status of 400 to 599, or a cause: "+causeList(), "there is no page %q", name)
	return Named{}
}

// onSuccess guards answers that are no errors: only a correction of their
// status may touch them, for everybody alike, and only with a reason in the
// answer.
func (r *report) onSuccess(v Verb, c *condition) {
	fine := only(c.touches(), func(code status.Code) bool { return !code.IsError() })
	if fine.Empty() || v == Pass {
		return
	}
	if v != Send {
		r.add("then."+string(v), "use send with the true status",
			"the rule covers %s: an error page under a status of success or redirect is a soft 404", fine)
	}
	if len(c.asks) > 0 || c.byNetwork() {
		r.add("when", "leave out client, request_header and network",
			"the rule covers %s: such a correction must be the same for every client", fine)
	}
	if c.takesAll() {
		r.add("when", "add a title, body, path, content_type, size or response_header",
			"the rule would turn every good answer of the site into an error")
	}
}

// send refuses what would hurt the site in search engines or break a client.
func (r *report) send(t *Then, c *condition, o Options) {
	const key = "then.send"
	switch {
	case t.Send.IsSuccess():
		r.add(key, "send a status of 400 to 599", "%s would let an error leave as a success: search engines call that a soft 404", t.Send)
		return
	case t.Send.IsRedirection():
		r.add(key, "list real moves, address by address, in `moved`",
			"%s would turn an error into a redirect: search engines call that a soft 404", t.Send)
		return
	case !t.Send.IsError():
		r.add(key, "send a status of 400 to 599", "%s is no status of an error", t.Send)
		return
	}
	from := c.touches()
	if from == status.Of(t.Send) {
		r.add(key, "use page: auto", "%s is the status already", t.Send)
	}
	for _, m := range o.restates(from, t.Send, t.With.RetryAfter) {
		r.add(key, m.hint, "%s", m.text)
	}
}

// with checks what goes with a verb.
func (r *report) with(w *With, v Verb) {
	if v == Pass && !w.isZero() {
		r.add("then", "leave it out, or choose page: auto", "an answer that passes is not changed")
		return
	}
	if d := w.RetryAfter; d != 0 && (d < time.Second || d > maxRetryAfter || d%time.Second != 0) {
		r.add("then.retry_after", "use whole seconds, as 30s", "%s is not between one second and 30 days in whole seconds", d)
	}
	r.words("then.steps", w.Steps, locale.StepNames())
	r.words("then.fields", w.Fields, members)
	r.words("then.show", w.Show, shows)
	if w.JSONType != "" {
		r.words("then.json_type", []string{w.JSONType}, jsonTypes)
	}
}
