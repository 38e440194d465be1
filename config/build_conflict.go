package config

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
)

// options are what the site does about changes that met another change.
func (c *Conflict) options() (handlers.ConflictOptions, error) {
	out := handlers.ConflictOptions{Conflict: c.rule()}
	var list []problem.OwnerRule
	for i := range c.Rules {
		one, err := c.Rules[i].rule()
		if err != nil {
			return out, err
		}
		list = append(list, one)
	}
	var err error
	out.Rules, err = problem.NewRecogniser(list)
	return out, err
}

func (p *ConflictPolicy) rule() rule.Conflict {
	return rule.Conflict{
		KeepForm: p.KeepForm, Show: p.Form.Show, Hide: p.Form.Hide, Compare: p.Compare,
		Overwrite: p.Overwrite == "if-match", TokenFree: p.TokenFree, Sessions: p.Sessions, Report: p.Masked == "report",
	}
}

// conflict is what a rule says about conflicts; nil where it says nothing.
func (t *Then) conflict() *rule.Conflict {
	if t.ConflictPolicy == nil {
		return nil
	}
	c := t.ConflictPolicy.rule()
	return &c
}

func (r *Recogniser) rule() (problem.OwnerRule, error) {
	path, err := matcher(r.Match.Path)
	if path != nil {
		glob := path
		path = func(target string) bool {
			target, _, _ = strings.Cut(target, "?")
			return glob(rule.NormalizePath(target))
		}
	}
	return problem.OwnerRule{
		Name: r.Name, Cause: problem.Cause(r.Cause), Message: string(r.Message), Say: r.Say,
		CurrentVersion: string(r.Version.Current), YourVersion: string(r.Version.Yours),
		Resource: string(r.Resource), Owner: string(r.Owner), Field: string(r.Field),
		Retryable: r.Retryable, Steps: r.Steps,
		Match: problem.OwnerMatch{
			Status: r.Match.Status.Set, Method: texts(r.Match.Method), Path: path,
			Header: patterns(r.Match.Header), JSON: patterns(r.Match.JSON), Text: string(r.Match.Text),
		},
	}, err
}

func patterns(m map[string]Regexp) map[string]string {
	out := make(map[string]string, len(m))
	for name, re := range m {
		out[name] = string(re)
	}
	return out
}
