package config

import (
	"errors"
	"log/slog"
	"slices"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// build turns a site into that of package handlers.
func (s *Site) build(h2c bool, log *slog.Logger) (handlers.Site, error) {
	out, err := s.withoutServers()
	if err != nil {
		return out, err
	}
	out.Upstream, err = s.servers(h2c, log)
	return out, err
}

// withoutServers is the site as far as its servers play no part.
func (s *Site) withoutServers() (handlers.Site, error) {
	look, errLook := s.Brand.options()
	brand, errBrand := views.NewBrand(look)
	policy, errPolicy := s.answers()
	gates, errGates := s.gates()
	conflict, errConflict := s.Conflict.options()
	copies := s.LastGood.policy()
	out := handlers.Site{
		Hosts: texts(s.Host), Canonical: string(s.Canonical), Brand: brand, Languages: s.pageLanguages(),
		Problems: handlers.ProblemPages{Off: !s.Problems.Serve, Path: s.Problems.Path},
		Policy:   policy, Gates: gates, CORS: s.CORS.options(), LastGood: &copies, Reads: s.reads(),
		Conflict: conflict,
	}
	return out, errors.Join(errLook, errBrand, errPolicy, errGates, errConflict)
}

// answers is what becomes of the answers of the site's servers.
func (s *Site) answers() (*handlers.Policy, error) {
	rules, errRules := s.ruleOptions().Compile(s.ruleList())
	statusMap, errMap := s.statusMap()
	moved, errMoved := s.moved()
	gone, errGone := s.gone()
	api, errAPI := compileGlobs(s.API)
	return &handlers.Policy{
		Rules: rules, StatusMap: statusMap, Moved: moved, Gone: gone, API: api,
		Only: handlers.Only(s.Only), Leaks: handlers.Leaks(s.Leaks), Keep407: s.Status.Keep407,
		Formats: formatsOf(s.Formats), RetryAfter: orNever(s.Status.RetryAfter.Std()), NoIndex: &s.Headers.Noindex.Set, Hide: texts(s.Headers.Hide),
		CSP: handlers.CSP(s.Headers.CSP), ReferrerPolicy: s.Headers.ReferrerPolicy,
		Cache: s.Cache.policies(), CacheGuard: handlers.CacheGuard(s.Cache.Guard),
	}, errors.Join(errRules, errMap, errMoved, errGone, errAPI)
}

// formatsOf are the formats of bodies. "json" is the document of "problem+json":
// which media type it has is up to the rule's json_type.
func formatsOf(names []string) []handlers.Format {
	var all []handlers.Format
	for _, name := range names {
		f := handlers.Format(name)
		if name == "json" {
			f = handlers.JSON
		}
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

func (c *Cache) policies() map[status.Code]string {
	return map[status.Code]string{
		404: string(c.NotFound), 410: string(c.Gone), 451: string(c.Legal),
	}
}

func (s *Site) gates() (handlers.Gates, error) {
	var g handlers.Gates
	var errs []error
	var err error
	g.Maintenance, err = s.Maintenance.options()
	errs = append(errs, err)
	g.Guard, err = s.Conditional.options()
	errs = append(errs, err)
	for i := range s.RateLimit {
		limit, err := s.RateLimit[i].options()
		g.Limits, errs = append(g.Limits, limit), append(errs, err)
	}
	return g, errors.Join(errs...)
}

func (c *CORS) options() handlers.CORS {
	return handlers.CORS{
		Off: c.Mode == CORSOff, Origins: texts(c.Origins), Credentials: c.Credentials, Expose: texts(c.Expose),
	}
}

func (p *Policy) reads() handlers.Reads {
	r := handlers.Reads{
		Protect: p.ProtectReads, Conflict: handlers.ReadsConflict(p.Reads.Conflict),
		RetryAfter: p.Reads.RetryAfter.Std(), GiveUpAfter: p.Reads.GiveUpAfter.Std(),
	}
	for _, cause := range p.Reads.Causes {
		if cause == "all" {
			r.AllCauses = true
			continue
		}
		r.Causes = append(r.Causes, problem.Cause(cause))
	}
	return r
}
