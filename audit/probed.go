package audit

import "github.com/seed-3913a1bb/signpost/audit/rule"

// Probed is what the two made-up names of one shape got at one kind of place.
type Probed struct {
	Template string            `json:"template"` // of the place
	Shape    string            `json:"shape"`    // of the name, such as {random}.html
	URL      string            `json:"url"`      // with the first name
	Statuses [2]int            `json:"statuses"` // of the first answers
	Finals   [2]int            `json:"final_statuses"`
	To       string            `json:"to"` // where the first name was sent on to; empty: nowhere
	Verdict  rule.ProbeVerdict `json:"verdict"`
}

func probed(probes []rule.Probe) []Probed {
	out := make([]Probed, 0, len(probes))
	for _, p := range probes {
		one := Probed{Template: p.Template, Shape: p.Shape, URL: p.Asked[0].First().Address.Raw, Verdict: p.Verdict()}
		for i, asked := range p.Asked {
			one.Statuses[i], one.Finals[i] = int(asked.First().Status), int(asked.Final().Status)
		}
		if len(p.Asked[0].Hops) > 1 {
			one.To = p.Asked[0].Final().Address.Raw
		}
		out = append(out, one)
	}
	return out
}
