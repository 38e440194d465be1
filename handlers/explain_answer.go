package handlers

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// ExplainAnswer says what the edge would make of an exchange that was recorded
// elsewhere, under the policy of one of its sites: the site of that name, else
// the one that the request's Host names, else the only one. It asks nobody; the
// body of ex counts as complete. The last result is false when there is no such
// site, or without a name and a Host more than one.
func (e *Edge) ExplainAnswer(site string, r *http.Request, ex problem.Exchange) (Explanation, bool) {
	s := e.siteFor(site, r)
	if s == nil {
		return Explanation{}, false
	}
	in := &exchange{in: r, site: s}
	r = r.WithContext(withExchange(r.Context(), in))
	in.in = r
	out := Explanation{Site: s.name, Answer: status.Code(ex.Status)}
	out.Problem, out.Verdict = s.policy.explain(r, ex, s.conflict.Rules)
	return out, true
}

// siteFor returns nil where nothing, or not enough, names a site.
func (e *Edge) siteFor(name string, r *http.Request) *site {
	switch {
	case name != "":
		for _, s := range e.sites {
			if s.name == name {
				return s
			}
		}
	case r.Host != "":
		if s := e.hosts.find(siteHost(r)); s != e.hosts.none {
			return s
		}
	case len(e.sites) == 1:
		return e.sites[0]
	}
	return nil
}
