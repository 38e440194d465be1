package handlers

import (
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// judging is the transport of the proxy: it sends the request, holds the start
// of the answer back, and reaches the verdict. Here the answer still has its
// hop-by-hop fields, and a server that dies may still become a page.
type judging struct {
	site *site
}

// RoundTrip returns an answer whose verdict stands in the exchange.
func (t *judging) RoundTrip(out *http.Request) (*http.Response, error) {
	ex := exchangeOf(out)
	res, err := t.site.upstream.RoundTrip(out)
	ex.record.Upstream = time.Since(ex.record.Time)
	if err != nil {
		return nil, err
	}
	res.Request = out
	ex.record.StatusUpstream, ex.record.Origin = status.Code(res.StatusCode), "upstream"
	ex.record.Missing = owedField(ex.record.StatusUpstream, res.Header)
	ex.upgrade, ex.asks407 = res.Header["Upgrade"], res.Header["Proxy-Authenticate"]
	t.site.learn(ex.in, res)

	res, err = ex.judge(res)
	if err != nil {
		_ = res.Body.Close()
		return nil, upstream.BodyFailure(err)
	}
	ex.noteVerdict()
	return res, nil
}

// judge reaches the verdict, holds as much of the answer as it may, and returns
// the answer to go on with, never nil. The error is that of a body that ended
// too early.
func (ex *exchange) judge(res *http.Response) (*http.Response, error) {
	j := newJudgement(ex.input(res))
	j.rescue = ex.rescue(j.Status, nil)
	j.LastGood = j.rescue.offer(j.Status)
	v, decided := j.byHeader()
	ex.verdict = v
	ex.problem.Status = status.Code(res.StatusCode)
	switch {
	case decided && v.Action == Pass && ex.isRobots():
		return ex.judgeRobots(j, res)
	case decided && (v.Action == Pass || v.Format == AsIs):
		return hold(res)
	case decided:
		return res, nil
	}
	return ex.judgeBody(j, res)
}

func (ex *exchange) input(res *http.Response) JudgeInput {
	in := judgeInput(ex.in)
	in.Status = status.Code(res.StatusCode)
	in.Response = res.Header
	in.Size = res.ContentLength
	return in
}

// judgeBody looks at the body as far as the verdict needs it.
func (ex *exchange) judgeBody(j *judgement, res *http.Response) (*http.Response, error) {
	seen, res, err := ex.lookFor(j)(ex.in, res)
	if err != nil {
		return res, err
	}
	seen.recogniser = ex.recogniser()
	j.Body, j.BodyKind = seen.Class, seen.Kind
	if j.waits {
		j.Content = seen.content()
	}
	if j.mayProtect() {
		j.rescue.cause = seen.problem().Cause
	}
	ex.verdict = j.byBody()
	ex.record.BodyClass = string(seen.Class)
	ex.bodyUnseen = seen.Class == bodyUnseen
	if ex.verdict.Action != Pass {
		ex.problem = seen.problem()
		ex.listen(&seen)
	}
	if ex.verdict.upgrade {
		ex.members = seen.decoded()
	}
	return res, nil
}

// lookFor returns how the body is looked at: a page that is no error is held
// for less long, and by more of its beginning.
func (ex *exchange) lookFor(j *judgement) func(*http.Request, *http.Response) (seen, *http.Response, error) {
	switch {
	case j.received.IsError():
		return look
	case j.waits && ex.in.Method == http.MethodHead:
		return ex.lookBehindHead
	}
	return lookAtPage
}

// noteVerdict leaves the verdict in the record.
func (ex *exchange) noteVerdict() {
	rec, v := &ex.record, &ex.verdict
	rec.Verdict, rec.Why, rec.Rule = string(v.Action), v.Step, v.Rule
	rec.Reported = v.Reported
}
