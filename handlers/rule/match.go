package rule

import "slices"

// Match is the rule that decides, or what is known when none does. Its slices
// are shared and must not be changed.
type Match struct {
	Name     string
	Index    int // of the rule, from 0
	Verb     Verb
	Page     Named // of the verb page
	Then     Then
	Reported []string // names of the rules in report mode that matched before
	Vary     []string // request fields that the outcome depended on
	Asked    bool     // the outcome depended on who asks
}

// Match returns the first rule that matches; false when none does. Then, too,
// Reported, Vary and Asked are filled in. It allocates nothing for an exchange
// that no rule looks at.
func (s *Set) Match(x *Exchange) (Match, bool) {
	if !s.Touches(x.Status) {
		return Match{}, false
	}
	l := look{Exchange: x, path: NormalizePath(x.Path)}
	var so Match // so far
	for i := range s.rules {
		c := &s.rules[i]
		l.asked = false
		holds := c.when.holds(&l)
		if l.asked {
			so.Asked, so.Vary = true, merge(so.Vary, c.Vary)
		}
		switch {
		case !holds:
		case c.note:
			so.Reported = append(so.Reported, c.Name)
		case c.Verb == Serve && (x.LastGood == nil || !x.LastGood()):
			// Without a copy the next rules say what happens.
		default:
			decided := c.Match
			decided.Reported, decided.Vary, decided.Asked = so.Reported, so.Vary, so.Asked
			return decided, true
		}
	}
	return so, false
}

// merge returns the union of two lists of names.
func merge(a, b []string) []string {
	for _, name := range b {
		if !slices.Contains(a, name) {
			a = append(a[:len(a):len(a)], name)
		}
	}
	return a
}
