package handlers

import (
	"maps"
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// answerFailure answers for an exchange with the site's servers that failed.
func (s *site) answerFailure(w http.ResponseWriter, ex *exchange, f *upstream.Failure) {
	s.answerRefusal(w, ex, &refusal{Failure: f})
}

// answerRefusal writes the answer to an error that the edge made itself.
func (s *site) answerRefusal(w http.ResponseWriter, ex *exchange, f *refusal) {
	in := judgeInput(ex.in)
	in.Own, in.Status = true, f.Status
	v := Judge(in)
	ex.record.Verdict, ex.record.Why, ex.record.Origin = "own", ownWhy(f.Failure), "own"
	ex.record.Error = f.Type

	a := s.compose(composition{
		ex: ex, verdict: v, refusal: f,
		problem: problem.Problem{Status: f.Status, Cause: f.cause},
	})
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(int(a.status))
	if ex.in.Method != http.MethodHead {
		_, _ = w.Write(a.body)
	}
}

func ownWhy(f *upstream.Failure) string {
	if f.Type == "" {
		return "own-endpoint"
	}
	return f.Type
}
