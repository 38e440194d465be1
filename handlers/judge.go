package handlers

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// JudgeInput is everything that a verdict depends on.
type JudgeInput struct {
	Method   string
	Host     string // that the client asked for, perhaps with a port
	Path     string // as requested, still escaped
	Query    string // raw
	Request  http.Header
	ClientIP netip.Addr
	Status   status.Code // as the site's server sent it, or of the edge's own error
	Response http.Header // nil for an own error
	Own      bool        // the edge itself made the error
	Failure  string      // word of an own error
	Size     int64       // of the body as announced; negative: unknown

	Body     problem.BodyClass // empty: not looked at yet
	BodyKind problem.Kind      // what the bytes are
	Content  Content           // what only rules ask for

	Policy   *Policy     // of the site; nil: the default
	LastGood func() bool // a good copy can be served; nil: none
}

// Content is what a look at a body tells that only rules ask for.
type Content struct {
	Title    string        // of an HTML page
	Cause    problem.Cause // of a conflict
	Size     int64         // bytes that were seen
	Complete bool          // there are no more
	Object   bool          // it is one whole JSON object
	Wall     bool          // a challenge or a sign-in form, which people must be able to pass
}

// Judge decides what happens to an answer. It is a pure function: the same
// input gives the same verdict, and the user agent is no part of it. The order
// of the steps is that of the specification; the first that has an answer wins.
func Judge(in JudgeInput) Verdict { return newJudgement(in).decide() }

func (j *judgement) decide() Verdict {
	if v, ok := j.byHeader(); ok {
		return v
	}
	return j.byBody()
}

// judgement is one run of Judge: its input, and what was read from it once.
// Status is what the answer counts as, received what it came with.
type judgement struct {
	JudgeInput
	received  status.Code
	declared  status.Code // received, or what the server says instead: rules go by it
	because   []string    // why Status is another
	blockedBy string      // who enforces a 451
	accept    []mediaRange
	asks      Client // by what the request states
	who       Client // as it is served: nobody navigates below an api path

	match  rule.Match // of the owner's rules
	ruled  bool       // match decided, or took part
	looked bool       // the body is known as far as it will be
	waits  bool       // a rule needs the body, so that no step behind it may decide

	rescue *rescue // what a failing read may still get; nil: nothing
}

// newJudgement leaves the client unread where nothing depends on it: most
// answers are no errors.
func newJudgement(in JudgeInput) *judgement {
	j := &judgement{JudgeInput: in, received: in.Status, looked: in.Own || in.Body != ""}
	j.hearServer()
	j.declared = j.Status
	if !in.Own && j.Status.Valid() && !j.Status.IsError() && !in.Policy.rules().Touches(j.Status) {
		return j
	}
	j.accept = parseAccept(in.Request["Accept"])
	j.asks = classify(&clientFacts{in.Method, in.Path, in.Request, j.accept})
	j.who = j.asks
	if (j.who == Navigation || j.who == Undeclared) && in.Policy.isAPI(in.Path) {
		j.who = Machine
	}
	return j
}

// step is one row of the order of decision.
type step struct {
	name     string
	upstream bool // own errors skip it
	test     func(*judgement) (Verdict, bool)
}

// headerSteps need no look at the body.
var headerSteps = []step{
	{"not-an-error", true, notAnError},
	{"bad-status", false, badStatus},
	{"proxy-auth", true, asksTheProxy},
	{"upgrade", false, upgrade},
	{"preflight", false, preflight},
	{"no-transform", true, noTransform},
	{"opt-out", true, optOut},
	{"moved", true, moved},
	{"gone", true, gone},
	{"opt-in", true, optIn},
}

// ruleSteps begin with the owner's rules, which may have to see the body.
var ruleSteps = []step{
	{"rule", false, ownersRule},
	{"not-an-error", true, uncorrected},
	{"only", true, onlyOwn},
	{"protocol", false, protocolTraffic},
	{"robots-guard", false, robotsGuard},
	{"last-good", false, lastGoodCopy},
	{"protect-reads", false, protectByCopy},
}

// bodySteps compare who asked with what the body is.
var bodySteps = []step{
	{"protect-reads", true, protectByStatus},
	{"asset", false, asset},
	{"matrix", false, byMatrix},
}

// byHeader decides without the body, where that can be.
func (j *judgement) byHeader() (Verdict, bool) {
	if v, ok := j.run(headerSteps); ok {
		return v, true
	}
	return j.run(ruleSteps)
}

// byBody decides what byHeader has left open.
func (j *judgement) byBody() Verdict {
	j.looked = true
	if j.waits {
		j.waits = false
		if v, ok := j.run(ruleSteps); ok {
			return v
		}
	}
	v, _ := j.run(bodySteps)
	return v
}

func (j *judgement) run(steps []step) (Verdict, bool) {
	for _, s := range steps {
		if s.upstream && j.Own {
			continue
		}
		if v, ok := s.test(j); ok {
			return j.complete(v, s.name), true
		}
		if j.waits {
			break
		}
	}
	return Verdict{}, false
}

// complete fills in what the step left open.
func (j *judgement) complete(v Verdict, step string) Verdict {
	v.Client = j.who
	if v.Step == "" {
		v.Step = step
	}
	if len(v.Why) == 0 {
		v.Why = []string{step}
	}
	if !v.Status.Valid() {
		v.Status = j.served(step)
	}
	v.Why = append(v.Why, j.because...)
	v.BlockedBy = j.blockedBy
	j.addRule(&v)
	if !v.Status.Is(j.received) {
		v.restate()
	}
	if v.Action == Pass || v.Action == LastGood {
		return v
	}
	if v.Format == "" {
		v.Format = j.negotiated()
	}
	v.Why = append(v.Why, "format: "+string(v.Format))
	return v
}

// restate sends a verdict under another status: what would have passed keeps
// its body.
func (v *Verdict) restate() {
	switch v.Action {
	case Pass:
		v.Action, v.Format = Restate, AsIs
	case Replace:
		v.Action = Restate
	}
}

// negotiated is the format that the client wishes; never HTML at the fixed
// address of a file. A browser below an api path gets JSON: it ranks XML higher,
// which nobody wants to read.
func (j *judgement) negotiated() Format {
	if j.asks == Navigation && j.who != Navigation {
		return JSON
	}
	f := negotiate(wish{
		who:         j.who,
		accept:      j.accept,
		requestType: mediaType(j.Request.Get("Content-Type")),
		answerType:  j.answerType(),
		offered:     j.Policy.formats(),
	})
	if f == HTML && isFixedFile(j.Path) {
		return TinyText
	}
	return f
}

// answerType believes the bytes before the media type.
func (j *judgement) answerType() string {
	switch j.BodyKind {
	case problem.KindJSON:
		return "application/json"
	case problem.KindXML:
		return "application/xml"
	case "":
		return mediaType(j.Response.Get("Content-Type"))
	}
	return ""
}

// allow lets the answer through; own errors have nothing to let through and
// take the form given.
func (j *judgement) allow(own Format, why string) (Verdict, bool) {
	if j.Own {
		return Verdict{Action: Replace, Format: own, Why: []string{why}}, true
	}
	return Verdict{Action: Pass, Why: []string{why}}, true
}

func (j *judgement) responseToken(name, token string) bool {
	return hasToken(j.Response[name], token)
}

func (j *judgement) isPreflight() bool {
	return j.Method == http.MethodOptions &&
		hasAny(j.Request, []string{"Origin"}) &&
		hasAny(j.Request, []string{"Access-Control-Request-Method"})
}

func (j *judgement) recognise() (protocolMatch, bool) {
	if !commonMethods.has(j.Method) && !protocolOfMethod(j.Method) {
		return protocolMatch{&otherMethod, false}, true
	}
	return recognise(&exchangeFacts{
		method: j.Method, path: j.Path, query: j.Query,
		request: j.Request, answer: j.Response, accept: j.accept,
		navigation: j.who == Navigation,
	})
}

func protocolOfMethod(method string) bool {
	for i := range protocols {
		if protocols[i].methods.has(method) {
			return true
		}
	}
	return false
}

// describe words a row of a table: "matrix: navigation x machine -> page".
func describe(step string, parts ...string) []string {
	return []string{step + ": " + strings.Join(parts, " ")}
}
