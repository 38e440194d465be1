package handlers

import (
	"maps"
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// answerFailure writes the answer to an error that the edge made itself.
func (e *Edge) answerFailure(w http.ResponseWriter, ex *exchange, f *upstream.Failure) {
	in := judgeInput(ex.in)
	in.Own, in.Status = true, f.Status
	v := Judge(in)
	ex.outcome.verdict, ex.outcome.why = "own", ownWhy(f)

	a := e.compose(composition{
		ex: ex, verdict: v, failure: f,
		problem: problem.Problem{Status: f.Status, Cause: ""},
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
