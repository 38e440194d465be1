package handlers

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// problemPath is where the type of a problem document leads when nobody says
// otherwise.
const problemPath = reserved + "problems/"

// ProblemPages are the pages that explain the problem types: the member "type" of
// a problem document names one of them.
type ProblemPages struct {
	Off  bool   // the addresses below Path are the site's own
	Path string // begins and ends with a slash; default /_signpost/problems/
}

func (p ProblemPages) path() string { return cmp.Or(p.Path, problemPath) }

func (p ProblemPages) validate() error {
	if path := p.path(); len(path) < 3 || path[0] != '/' || path[len(path)-1] != '/' || strings.ContainsAny(path, "{}*?# ") {
		return fmt.Errorf("problem pages: %q is no folder; it begins and ends with a slash", path)
	}
	return nil
}

// claims reports an address of the edge's own in the place of the site's.
func (s *site) claims(path string) bool {
	return strings.HasPrefix(path, reserved) || !s.problems.Off && strings.HasPrefix(path, s.problems.path())
}

// guideStatus is the status that a cause usually comes with.
func guideStatus(c problem.Cause) status.Code {
	switch c {
	case problem.PreconditionFailed:
		return status.PreconditionFailed
	case problem.PreconditionRequired:
		return status.PreconditionNeeded
	case problem.Locked:
		return status.Locked
	}
	return status.Conflict
}

// problemPage explains one cause: the page that the member "type" of a problem
// document names. It is documentation, so it is no error.
func (s *site) problemPage(w http.ResponseWriter, r *http.Request) {
	cause := problem.Cause(chi.URLParam(r, "cause"))
	if cause == problem.Unknown || !slices.Contains(problem.Causes(), cause) {
		s.refuse(status.NotFound)(w, r)
		return
	}
	lang := s.language(r, nil)
	code := guideStatus(cause)
	doc := problem.Describe(
		problem.Problem{Status: code, Cause: cause},
		problem.DescribeOptions{Lang: lang, Status: code},
	)
	body, _, err := s.pages.write(doc, views.PageOptions{Guide: true}, views.Identity)
	if err != nil {
		s.log.Error("render a problem page", "cause", cause, "err", err)
		body, _ = lastResort(code, HTML)
	}

	h := w.Header()
	h.Set("Content-Type", mediaTypes[HTML])
	h.Set("Content-Language", lang.Tag())
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Content-Security-Policy", s.csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "public, max-age=86400")
	if len(s.languages) > 1 {
		h.Set("Vary", "Accept-Language")
	}
	if s.canonical != "" {
		h.Set("Link", "<"+s.canonical+s.problems.path()+string(cause)+`>; rel="canonical"`)
	}
	w.WriteHeader(int(status.OK))
	_, _ = w.Write(body)
}
