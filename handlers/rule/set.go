package rule

import (
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Set is a list of rules, checked and ready. The nil Set holds none. A Set is
// immutable and safe for concurrent use.
type Set struct {
	rules   []compiled
	touches status.Set // of some rule
	bodies  status.Set // of some rule that can look at the body
}

// EachConflict calls f with what each rule says about conflicts.
func (s *Set) EachConflict(f func(*Conflict)) {
	if s == nil {
		return
	}
	for i := range s.rules {
		if c := s.rules[i].Then.With.Conflict; c != nil {
			f(c)
		}
	}
}

type compiled struct {
	Match
	when condition
	then Verb
	note bool // Rule.Report
}

const (
	maxRules = 1000
	maxName  = 100 // bytes of a rule's name
)

// Compile checks rules under the strictest options, see [Options.Compile].
func Compile(rules []Rule) (*Set, error) { return Options{}.Compile(rules) }

// Compile checks all rules and makes them ready. The error joins every mistake,
// each a [*Mistake]; see [Mistakes].
func (o Options) Compile(rules []Rule) (*Set, error) {
	s := &Set{rules: make([]compiled, 0, len(rules))}
	var found []error
	seen := map[string]int{}
	if len(rules) > maxRules {
		found = append(found, &Mistake{Index: maxRules, Key: "rules", Text: "too many rules", Hint: "at most 1000 are looked at"})
		rules = rules[:maxRules]
	}
	for i := range rules {
		r := &report{rule: rules[i].Name, index: i}
		r.name(rules[i].Name, seen)
		s.add(r.compile(&rules[i], o))
		found = append(found, r.found...)
	}
	if found != nil {
		return nil, joined(found)
	}
	return s, nil
}

func (r *report) compile(rule *Rule, o Options) compiled {
	c := compiler{report: r, key: "when"}.compile(&rule.When, allErrors)
	named, verb := r.then(&rule.Then, &c, o)
	return compiled{
		Match: Match{Name: rule.Name, Index: r.index, Verb: verb, Page: named, Then: rule.Then, Vary: c.asks},
		when:  c, then: verb, note: rule.Report,
	}
}

func (s *Set) add(c compiled) {
	touches := c.when.touches()
	s.rules = append(s.rules, c)
	s.touches = union(s.touches, touches)
	if c.when.needsBody {
		s.bodies = union(s.bodies, touches)
	}
}

// name checks the name, by which logs, metrics and explanations tell rules apart.
func (r *report) name(name string, seen map[string]int) {
	first, repeated := seen[name]
	switch {
	case strings.TrimSpace(name) == "":
		r.add("name", "say in a few words what the rule is for", "a rule needs a name")
		return
	case len(name) > maxName || strings.ContainsFunc(name, isControl):
		r.add("name", "", "a name is one line of at most %d bytes", maxName)
	case repeated:
		r.add("name", "give it a name of its own", "rule %d has the same name", first+1)
	}
	if !repeated {
		seen[name] = r.index
	}
}

// Len is the number of rules.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.rules)
}

// Touches reports whether a rule could match an answer with this status. An
// answer that no rule touches needs no Exchange at all.
func (s *Set) Touches(code status.Code) bool { return s != nil && s.touches.Has(code) }

// NeedsBody reports whether a rule that could match an answer with this status
// may ask for its body.
func (s *Set) NeedsBody(code status.Code) bool { return s != nil && s.bodies.Has(code) }

// Corrects lists the statuses of success and redirection that a rule touches:
// the beginning of such answers may be held back.
func (s *Set) Corrects() status.Set {
	if s == nil {
		return status.Set{}
	}
	return only(s.touches, func(c status.Code) bool { return !c.IsError() })
}

// only returns the statuses of a set for which keep is true.
func only(s status.Set, keep func(status.Code) bool) status.Set {
	return status.Of(slices.DeleteFunc(s.Codes(), func(c status.Code) bool { return !keep(c) })...)
}

func union(a, b status.Set) status.Set { return status.Of(append(a.Codes(), b.Codes()...)...) }
