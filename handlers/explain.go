package handlers

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
)

// Explain says what the edge would make of an exchange: the problem as
// understood, and the verdict with its reasons. It is the code that the proxy
// runs; only the network is missing. The body of ex counts as complete.
func Explain(req *http.Request, ex problem.Exchange) (problem.Problem, Verdict) {
	in := judgeInput(req)
	in.Status, in.Response = ex.Status, ex.Header
	p := readProblem(ex)
	j := newJudgement(in)
	if v, decided := j.byHeader(); decided {
		return p, v
	}
	seen := problem.Classify(problem.Held{
		Status: ex.Status, Header: ex.Header, Body: ex.Body, Complete: true, Size: int64(len(ex.Body)),
	})
	j.Body, j.BodyKind = seen.Class, seen.Kind
	return p, j.byBody()
}
