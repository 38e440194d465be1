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
	ex.upgrade = res.Header["Upgrade"]

	res, err = ex.judge(res)
	if err != nil {
		_ = res.Body.Close()
		return nil, upstream.BodyFailure(err)
	}
	ex.record.Verdict, ex.record.Why = string(ex.verdict.Action), ex.verdict.Step
	return res, nil
}

// judge reaches the verdict, holds as much of the answer as it may, and returns
// the answer to go on with, never nil. The error is that of a body that ended
// too early.
func (ex *exchange) judge(res *http.Response) (*http.Response, error) {
	j := newJudgement(ex.input(res))
	v, decided := j.byHeader()
	ex.verdict = v
	ex.problem.Status = status.Code(res.StatusCode)
	switch {
	case decided && v.Action == Pass:
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
	return in
}

// judgeBody looks at the body as far as the verdict needs it.
func (ex *exchange) judgeBody(j *judgement, res *http.Response) (*http.Response, error) {
	seen, res, err := look(ex.in, res)
	if err != nil {
		return res, err
	}
	j.Body, j.BodyKind = seen.Class, seen.Kind
	ex.verdict = j.byBody()
	ex.record.BodyClass = string(seen.Class)
	ex.bodyUnseen = seen.Class == bodyUnseen
	if ex.verdict.Action != Pass {
		ex.problem = seen.problem()
	}
	return res, nil
}
