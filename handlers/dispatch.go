package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// reserved is the one prefix of the site's addresses that the edge claims.
const reserved = "/_signpost/"

// dispatcher sends reserved addresses to the edge's own endpoints and all
// others to the proxy. The proxy is no route of a router: a router would answer
// 405 to methods that it does not know, and clean paths.
func (e *Edge) dispatcher(proxy http.Handler) http.Handler {
	own := e.ownEndpoints()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, reserved) {
			exchangeOf(r).outcome = outcome{verdict: "own", why: "own-endpoint"}
			own.ServeHTTP(w, r)
			return
		}
		proxy.ServeHTTP(w, r)
	})
}

func (e *Edge) ownEndpoints() http.Handler {
	r := chi.NewRouter()
	r.NotFound(e.refuse(status.NotFound))
	r.MethodNotAllowed(e.refuse(status.MethodNotAllowed))
	r.Get(problemPath+"{cause}", e.problemPage)
	r.Head(problemPath+"{cause}", e.problemPage)
	return r
}

// refuse answers with an error of the edge's own address space.
func (e *Edge) refuse(code status.Code) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if code.Is(status.MethodNotAllowed) {
			w.Header().Set("Allow", "GET, HEAD")
		}
		e.answerFailure(w, exchangeOf(r), &upstream.Failure{Status: code})
	}
}
