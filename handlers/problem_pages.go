package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// problemPath is where the type of every problem document leads.
const problemPath = reserved + "problems/"

// problemPage explains one cause: the page that the member "type" of a problem
// document names. It is documentation, so it is no error.
func (e *Edge) problemPage(w http.ResponseWriter, r *http.Request) {
	cause := problem.Cause(chi.URLParam(r, "cause"))
	if !slices.Contains(problem.Causes(), cause) {
		e.refuse(status.NotFound)(w, r)
		return
	}
	lang := e.language(r, nil)
	doc := problem.Describe(
		problem.Problem{Status: status.Conflict, Cause: cause},
		problem.DescribeOptions{Lang: lang, Status: status.Conflict},
	)
	body, err := e.page(doc, views.PageOptions{})
	if err != nil {
		e.log.Error("render a problem page", "cause", cause, "err", err)
		body, _ = lastResort(status.Conflict, HTML)
	}

	h := w.Header()
	h.Set("Content-Type", mediaTypes[HTML])
	h.Set("Content-Language", lang.Tag())
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Content-Security-Policy", e.csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "public, max-age=86400")
	if len(e.languages) > 1 {
		h.Set("Vary", "Accept-Language")
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body)
}
