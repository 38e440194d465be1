package handlers

import (
	"maps"
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// copied is a last-good copy that answers an exchange, and what made it
// necessary.
type copied struct {
	lastgood.Copy
	event lastgood.Event
}

// ask is the request as the store of copies sees it: with the scheme that the
// visitor used, also where a front before the edge ends TLS.
func (ex *exchange) ask() lastgood.Ask {
	return lastgood.Ask{Site: ex.site.name, Scheme: ex.site.trust.Scheme(ex.in), Request: ex.in}
}

// observe lets the store of copies see an answer of the site that passes or is an
// error. What is good about it is kept while it passes.
func (s *site) observe(ex *exchange, res *http.Response) {
	code := status.Code(res.StatusCode)
	if ex.site == nil || s.state == nil || ex.verdict.Action != Pass && !code.IsError() || ex.verdict.Action == LastGood {
		return
	}
	s.state.copies.Load().Observe(ex.ask(), res, s.lastGood, ex.record.Time)
	if s.reads.Protect && ex.in.Method == http.MethodGet && !code.IsError() {
		s.state.reads.forget(ex)
	}
	if ex.isRobots() {
		s.watchRobots(ex, code)
	}
}

// judgeOwn reaches the verdict on an error that the edge made itself.
func (ex *exchange) judgeOwn(in JudgeInput, f *refusal) Verdict {
	j := newJudgement(in)
	j.rescue = ex.rescue(in.Status, f)
	j.LastGood = j.rescue.offer(in.Status)
	ex.verdict = j.decide()
	return ex.verdict
}

// answerByCopy writes the copy in the place of an own error.
func (ex *exchange) answerByCopy(w http.ResponseWriter) {
	ex.record.Verdict, ex.record.Why = string(ex.verdict.Action), ex.verdict.Step
	a := ex.copyAnswer()
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(int(a.status))
	if len(a.body) > 0 {
		_, _ = w.Write(a.body)
	}
}

// copyAnswer is the answer that the copy of the exchange gives.
func (ex *exchange) copyAnswer() answer {
	a := ex.copy.Answer(ex.in, ex.copy.event, time.Now())
	ex.visit.Apply(a.Header)
	if ex.id != "" {
		a.Header.Set("X-Request-Id", ex.id)
	}
	return answer{status: a.Status, header: a.Header, body: a.Body}
}
