package cure

import "github.com/seed-3913a1bb/signpost/audit"

// Annotate writes into each finding what of the edge mends it: the name of the
// rule or the setting, and whether somebody has to decide first. Findings
// without a cure are left as they are. It returns the plan that it used.
func Annotate(r *audit.Report, o Options) *Plan {
	p := New(r, o)
	at := map[*audit.Finding]int{}
	for i, f := range sorted(r.Findings) {
		at[f] = i
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if words := p.outcomes[at[f]].words(); words != "" {
			f.EdgeRule = &words
		}
	}
	return p
}

// words tell the cure of one finding in a line; empty: there is none.
func (o Outcome) words() string {
	switch {
	case o.State == "" || o.State == Hint:
		return ""
	case o.State == Default:
		return "by default: " + o.Edge
	case o.State == Comment:
		return o.Edge + " (off: " + o.Why + ")"
	case o.State == Report:
		return o.Key + ": " + o.Edge + " (reports only, until enforced)"
	case o.Key == "":
		return o.Edge
	}
	return o.Key + ": " + o.Edge
}
