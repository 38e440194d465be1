package handlers

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// ownersRule asks the rules of the site's owner. A rule that needs the body, for
// its condition or for what it shows, stops the steps until that is known; a
// rule that has nothing to say to this client lets them go on.
func ownersRule(j *judgement) (Verdict, bool) {
	rules := j.Policy.rules()
	if !rules.Touches(j.declared) {
		return Verdict{}, false
	}
	blind := false
	match, ok := rules.Match(&rule.Exchange{
		Host: withoutPort(j.Host), Path: j.Path, Method: j.Method, Status: j.declared, Own: j.Own,
		Client: string(j.asks), Network: j.ClientIP, Request: j.Request, Response: j.Response, Size: j.Size,
		LastGood: j.LastGood,
		Body: func() rule.Body {
			blind = blind || !j.looked
			return j.bodyForRules()
		},
	})
	if blind || ok && !j.looked && showsBody[match.Verb] {
		j.waits = true
		return Verdict{}, false
	}
	j.match, j.ruled = match, ok
	if !ok {
		return Verdict{}, false
	}
	return ruleVerbs[match.Verb](j)
}

// showsBody are the verbs whose answer tells what the body says.
var showsBody = map[rule.Verb]bool{rule.Page: true, rule.Send: true, rule.Problem: true}

func (j *judgement) bodyForRules() rule.Body {
	cause := string(j.Content.Cause)
	if j.Own {
		cause = j.Failure
	}
	return rule.Body{
		Class: j.Body, Cause: cause, Title: j.Content.Title, Size: j.Content.Size, Complete: j.Content.Complete,
	}
}

// addRule notes what the rules did in the verdict.
func (j *judgement) addRule(v *Verdict) {
	v.Reported = j.match.Reported
	v.Varies = v.Varies || j.match.Asked
	v.Vary = j.match.Vary
	for _, name := range j.match.Reported {
		v.Why = append(v.Why, fmt.Sprintf("rule %q would match (report mode)", name))
	}
	if !j.ruled {
		return
	}
	v.Rule, v.page, v.with = j.match.Name, j.match.Page, j.match.Then.With
	why := fmt.Sprintf("rule %q: %s", j.match.Name, j.match.Verb)
	if v.Why[0] == "rule" {
		v.Why[0] = why
		return
	}
	v.Why = append(v.Why, why)
}

// ruleVerbs say what each verb makes of the answer; false lets the next steps
// decide, with what the rule has set.
var ruleVerbs = map[rule.Verb]func(*judgement) (Verdict, bool){
	rule.Pass:    passByRule,
	rule.Page:    pageByRule,
	rule.Send:    sendByRule,
	rule.Serve:   serveByRule,
	rule.Problem: problemByRule,
}

// passByRule passes the status too, whatever the map of statuses says.
func passByRule(j *judgement) (Verdict, bool) { return Verdict{Action: Pass, Status: j.Status}, true }

func serveByRule(*judgement) (Verdict, bool) {
	return Verdict{Action: LastGood, Status: status.OK}, true
}

// pageByRule gives people a page. Programs keep what they get without the rule,
// unless it asks for problem documents.
func pageByRule(j *judgement) (Verdict, bool) {
	switch {
	case j.match.Page.ProblemOnly:
		return Verdict{Action: Replace, Format: j.programFormat()}, true
	case j.Own || !j.mayShowPage():
		return Verdict{}, false
	}
	return Verdict{Action: Replace}, true
}

// mayShowPage leaves out what is no page for people, whoever asks.
func (j *judgement) mayShowPage() bool { return j.who == Navigation && !isAsset(j.Path, j.who) }

// sendByRule gives the answer another status. People get its page, programs
// keep the body that they know how to read.
func sendByRule(j *judgement) (Verdict, bool) {
	to := rule.Challenged(j.match.Then.Send, j.Response)
	if j.Content.Wall && !j.received.IsError() && to.IsServerError() {
		return j.behindWall(to)
	}
	j.countsAs(to, "send")
	switch {
	case j.Own, isAsset(j.Path, j.who):
		return Verdict{}, false
	case j.mayShowPage():
		return Verdict{Action: Replace}, true
	}
	return j.fromCell(j.Body), true
}

// behindWall keeps the body of a challenge or a sign-in form: a person must be
// able to pass it. What programs read at a fixed address is exempt.
func (j *judgement) behindWall(to status.Code) (Verdict, bool) {
	if isFixedFile(j.Path) {
		j.ruled = false
		return Verdict{}, false
	}
	return Verdict{Action: Restate, Status: to, Format: AsIs, Why: []string{"rule: the page asks the visitor something"}}, true
}

// problemByRule gives programs a problem document in place of nothing, and
// enriches their JSON where the rule says so.
func problemByRule(j *judgement) (Verdict, bool) {
	switch {
	case j.Own, j.who == Navigation, j.who == AssetLoad:
		return Verdict{}, false
	case j.Body == problem.Empty:
		return Verdict{Action: Replace, Format: j.programFormat()}, true
	case j.match.Then.Problem == "upgrade" && j.Body == problem.Machine && j.Content.Object && !j.isProblem():
		return Verdict{Action: Replace, Format: JSON, upgrade: true}, true
	}
	return Verdict{}, false
}

func (j *judgement) isProblem() bool {
	return mediaType(j.Response.Get("Content-Type")) == problem.MediaTypeJSON
}

// programFormat is a form that is never HTML: the protocol's own, a line for
// what a page loads, else a problem document. Browsers rank XML above JSON,
// which no person wants to read.
func (j *judgement) programFormat() Format {
	if p, ok := j.recognise(); ok && p.form != "" {
		return p.form
	}
	switch {
	case isAsset(j.Path, j.who):
		return TinyText
	case j.who == Navigation:
		return JSON
	case j.who == Undeclared:
		asked := j.who
		defer func() { j.who = asked }()
		j.who = Machine
	}
	return j.negotiated()
}
