package handlers

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
)

// Explain says what an edge without a policy would make of an exchange: the
// problem as understood, and the verdict with its reasons. See Policy.Explain.
func Explain(req *http.Request, ex problem.Exchange) (problem.Problem, Verdict) {
	return (*Policy)(nil).Explain(req, ex)
}

// Explain says what the edge would make of an exchange under the policy of its
// site. It is the code that the proxy runs; only the network is missing. The
// body of ex counts as complete.
func (p *Policy) Explain(req *http.Request, ex problem.Exchange) (problem.Problem, Verdict) {
	return p.explain(req, ex, nil)
}

// explain reads the problem by the recognisers of the owner first.
func (p *Policy) explain(req *http.Request, ex problem.Exchange, by *problem.Recogniser) (problem.Problem, Verdict) {
	in := judgeInput(req)
	in.Policy, in.Status, in.Response, in.Size = p, ex.Status, ex.Header, int64(len(ex.Body))
	understood := readProblem(by, ex)
	j := newJudgement(in)
	if v, decided := j.byHeader(); decided {
		return understood, v
	}
	s := seen{exchange: ex, complete: true, recogniser: by}
	s.Classification = problem.Classify(problem.Held{
		Status: ex.Status, Header: ex.Header, Body: ex.Body, Complete: true, Size: int64(len(ex.Body)),
	})
	j.Body, j.BodyKind, j.Content = s.Class, s.Kind, s.content()
	return understood, j.byBody()
}
