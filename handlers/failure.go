package handlers

import (
	"cmp"
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
	in.Own, in.Status, in.Failure = true, f.Status, f.Word
	v := ex.judgeOwn(in, f)
	ex.record.Rule, ex.record.Reported = cmp.Or(f.name, v.Rule), v.Reported
	ex.record.Verdict, ex.record.Why, ex.record.Origin = "own", ownWhy(f), "own"
	ex.record.Error = f.Type
	if v.Action == LastGood {
		ex.answerByCopy(w)
		return
	}

	a := s.compose(composition{
		ex: ex, verdict: v, refusal: f,
		problem: problem.Problem{Status: f.Status, Cause: f.cause, Retryable: f.cause == problem.ConcurrentOperation},
	})
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(int(a.status))
	if ex.in.Method != http.MethodHead {
		_, _ = w.Write(a.body)
	}
}

func ownWhy(f *refusal) string {
	switch {
	case f.page:
		return "page"
	case f.Type == "":
		return "own-endpoint"
	}
	return f.Type
}
