package handlers

import (
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// JudgeInput is everything that a verdict depends on.
type JudgeInput struct {
	Method   string
	Path     string // as requested, still escaped
	Query    string // raw
	Request  http.Header
	Status   status.Code       // as the site's server sent it, or of the edge's own error
	Response http.Header       // nil for an own error
	Own      bool              // the edge itself made the error
	Body     problem.BodyClass // empty: not looked at yet
	BodyKind problem.Kind      // what the bytes are
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
type judgement struct {
	JudgeInput
	accept []mediaRange
	who    Client
	rescue *rescue // what a failing read may still get; nil: nothing
}

// newJudgement leaves the client unread where nothing depends on it: most
// answers are no errors.
func newJudgement(in JudgeInput) *judgement {
	j := &judgement{JudgeInput: in}
	if in.Own || in.Status.IsError() || !in.Status.Valid() {
		j.accept = parseAccept(in.Request["Accept"])
		j.who = classify(&clientFacts{in.Method, in.Path, in.Request, j.accept})
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
	{"opt-in", true, optIn},
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

func (j *judgement) byHeader() (Verdict, bool) { return j.run(headerSteps) }

func (j *judgement) byBody() Verdict {
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
	}
	return Verdict{}, false
}

// complete fills in what the step left open.
func (j *judgement) complete(v Verdict, step string) Verdict {
	v.Step, v.Client = step, j.who
	if !v.Status.Valid() {
		v.Status = j.Status
	}
	if (v.Action == Replace || v.Action == Restate) && v.Format == "" {
		v.Format = j.negotiated()
	}
	if len(v.Why) == 0 {
		v.Why = []string{step}
	}
	if v.Format != "" && v.Action != Pass {
		v.Why = append(v.Why, "format: "+string(v.Format))
	}
	return v
}

// negotiated is what the client wishes; never HTML at the fixed address of a
// file.
func (j *judgement) negotiated() Format {
	f := negotiate(wish{
		who:         j.who,
		accept:      j.accept,
		requestType: mediaType(j.Request.Get("Content-Type")),
		answerType:  j.answerType(),
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
