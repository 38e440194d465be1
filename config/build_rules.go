package config

import (
	"errors"
	"os"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

// ruleOptions are what rules and the status map are checked against.
func (s *Site) ruleOptions() rule.Options {
	return rule.Options{ConfirmDeindex: s.Status.ConfirmDeindex, RetryAfter: s.Status.RetryAfter.Std()}
}

// ruleList is the rules of a site in the form of package rule.
func (s *Site) ruleList() []rule.Rule {
	list := make([]rule.Rule, len(s.Rules))
	for i, r := range s.Rules {
		list[i] = rule.Rule{Name: r.Name, When: r.When.rule(), Then: r.Then.rule(), Report: r.Mode == "report"}
	}
	return list
}

func (w *When) rule() rule.When {
	out := rule.When{
		Host: texts(w.Host), Path: texts(w.Path), Method: texts(w.Method), Origin: w.Origin, Cause: w.Cause,
		RequestHeader: textsByName(w.RequestHeader), ResponseHeader: textsByName(w.ResponseHeader),
		ContentType: texts(w.ContentType), Size: string(w.Size), Body: w.Body, Title: w.Title, Client: w.Client,
	}
	if !w.Status.Empty() {
		out.Status = strings.Split(w.Status.String(), ",")
	}
	for _, n := range w.Network {
		out.Network = append(out.Network, n.String())
	}
	for i := range w.Any {
		out.Any = append(out.Any, w.Any[i].rule())
	}
	return out
}

func textsByName(m map[string]Texts) map[string][]string {
	if m == nil {
		return nil
	}
	out := make(map[string][]string, len(m))
	for name, values := range m {
		out[name] = values
	}
	return out
}

func (t *Then) rule() rule.Then {
	return rule.Then{
		Pass: t.Pass, Page: t.Page, Send: t.Send.Code, Serve: t.Serve, Problem: t.Problem,
		With: rule.With{RetryAfter: t.RetryAfter.Std(), Steps: t.Steps, Fields: t.Fields, Show: t.Show, JSONType: t.JSONType, Conflict: t.conflict()},
	}
}

// statusMap compiles status.map.
func (s *Site) statusMap() (*rule.StatusMap, error) {
	preset := ""
	if s.Status.Map.Recommended {
		preset = rule.Recommended
	}
	var entries []rule.MapEntry
	for _, p := range s.Status.Map.Pairs {
		entries = append(entries, rule.MapEntry{From: p.Key, To: p.To.String()})
	}
	return s.ruleOptions().CompileMap(preset, entries)
}

// moved reads the list of moved addresses; nil without one.
func (s *Site) moved() (*rule.Moved, error) {
	if s.Moved == "" {
		return nil, nil
	}
	f, err := os.Open(string(s.Moved))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return rule.ReadMoved(f, rule.MovedOptions{Hosts: texts(s.Host)})
}

// gone reads the list of addresses that are gone; nil without one.
func (s *Site) gone() (*rule.Gone, error) {
	if s.Gone == "" {
		return nil, nil
	}
	f, err := os.Open(string(s.Gone))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return rule.ReadGone(f)
}

// matcher is one function for a list of globs; nil for none.
func matcher(globs []Glob) (func(path string) bool, error) {
	if len(globs) == 0 {
		return nil, nil
	}
	compiled, err := compileGlobs(globs)
	if err != nil {
		return nil, err
	}
	return func(path string) bool {
		for i := range compiled {
			if compiled[i].Match(path) {
				return true
			}
		}
		return false
	}, nil
}

func compileGlobs(globs []Glob) ([]rule.Glob, error) {
	var compiled []rule.Glob
	var errs []error
	for _, g := range globs {
		one, err := rule.CompileGlob(string(g))
		compiled, errs = append(compiled, one), append(errs, err)
	}
	return compiled, errors.Join(errs...)
}
