package handlers

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// reserved is the one prefix of the site's addresses that the edge claims.
const reserved = "/_signpost/"

// dispatch sends reserved addresses to the edge's own endpoints and all others
// to the proxy. The proxy is no route of a router: a router would answer 405 to
// methods that it does not know, and clean paths.
func (s *site) dispatch(w http.ResponseWriter, r *http.Request) {
	if s.claims(r.URL.Path) {
		exchangeOf(r).record.Verdict, exchangeOf(r).record.Why = "own", "own-endpoint"
		s.own.ServeHTTP(w, r)
		return
	}
	s.proxy.ServeHTTP(w, r)
}

func (s *site) ownEndpoints() http.Handler {
	r := chi.NewRouter()
	r.NotFound(s.refuse(status.NotFound))
	r.MethodNotAllowed(s.refuse(status.MethodNotAllowed))
	if !s.problems.Off {
		r.Get(s.problems.path()+"{cause}", s.problemPage)
		r.Head(s.problems.path()+"{cause}", s.problemPage)
	}
	r.Get(previewPath, s.preview)
	return r
}

// refuse answers with an error of the edge's own address space.
func (s *site) refuse(code status.Code) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if code.Is(status.MethodNotAllowed) {
			w.Header().Set("Allow", "GET, HEAD")
		}
		s.answerFailure(w, exchangeOf(r), &upstream.Failure{Status: code})
	}
}
