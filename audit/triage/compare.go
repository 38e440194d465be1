package triage

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// By says how findings of two reports are recognised as the same.
type By string

// The ways. ByGroup takes all findings of a check in one kind of page as one, for sites
// whose addresses change from day to day.
const (
	ByInstance By = "instance"
	ByGroup    By = "group"
)

func (b By) key(f audit.Finding) string {
	if b == ByGroup {
		return f.GroupFingerprint
	}
	return f.Fingerprint
}

// Compare sets the state of each finding of the later report against the earlier
// one, and lists what is not there any more: fixed where the later run looked
// again, unreached where it did not.
func Compare(before, after *audit.Report, by By) *audit.Comparison {
	by = cmp.Or(by, ByInstance)
	out := &audit.Comparison{
		Run: before.Run.ID, Started: before.Run.Started.Format(time.RFC3339), CatalogueVersion: before.Tool.CatalogueVersion,
		By: string(by), Fixed: []audit.Finding{}, Unreached: []audit.Finding{}, NewRules: newRules(before, after),
		Templates: changes(before.Templates, after.Templates),
	}
	known := map[string]audit.Finding{}
	for _, f := range withIgnored(before) {
		known[by.key(f)] = f
	}
	still := map[string]bool{}
	for i := range after.Findings {
		f := &after.Findings[i]
		still[by.key(*f)] = true
		settle(f, known[by.key(*f)], out)
	}
	for _, f := range after.Ignored {
		still[by.key(f.Finding)] = true
	}
	missing(out, before, after, func(f audit.Finding) bool { return still[by.key(f)] })
	return out
}

// withIgnored lists all that a report found, accepted or not: a finding does not
// become new by losing its ignore.
func withIgnored(r *audit.Report) []audit.Finding {
	all := slices.Clone(r.Findings)
	for _, f := range r.Ignored {
		all = append(all, f.Finding)
	}
	return all
}

// settle gives a finding its state, and its history where it has one.
func settle(f *audit.Finding, old audit.Finding, out *audit.Comparison) {
	if old.ID == "" {
		f.State, f.NewRule = audit.StateNew, slices.Contains(out.NewRules, f.ID)
		out.New++
		return
	}
	f.State, f.FirstSeen, f.Runs = audit.StatePersisting, old.FirstSeen, old.Runs+1
	out.Persisting++
}

// missing tells apart why findings of the earlier report are not in the later.
func missing(out *audit.Comparison, before, after *audit.Report, still func(audit.Finding) bool) {
	for _, f := range before.Findings {
		switch {
		case still(f):
		case lookedAgain(f, after):
			f.State = audit.StateFixed
			out.Fixed = append(out.Fixed, f)
		default:
			f.State = audit.StateUnreached
			out.Unreached = append(out.Unreached, f)
		}
	}
}

// lookedAgain reports that a run asked for the address of a finding, got an
// answer, and ran its check. Findings about a kind of page or the whole site
// need no address of their own: there a whole run is enough.
func lookedAgain(f audit.Finding, after *audit.Report) bool {
	if !slices.Contains(after.ChecksRun, f.ID) || after.Run.State != audit.StateFinished {
		return false
	}
	general := f.FinalURL == nil || slices.ContainsFunc(f.Evidence, func(e audit.Evidence) bool { return e.Kind == "probe" })
	return after.Reached.Has(f.URL) || general && !after.Truncated
}

// newRules are checks that the earlier catalogue did not know.
func newRules(before, after *audit.Report) []string {
	known := map[string]bool{}
	for _, id := range before.ChecksRun {
		known[id] = true
	}
	for _, s := range before.SkippedChecks {
		known[s.ID] = true
	}
	out := []string{}
	for _, id := range after.ChecksRun {
		if !known[id] {
			out = append(out, id)
		}
	}
	return out
}

// changes lists kinds of pages whose answers changed.
func changes(before, after []audit.TemplateTally) []audit.TemplateChange {
	then, now := classes(before), classes(after)
	all := maps.Clone(then)
	maps.Copy(all, now)
	out := []audit.TemplateChange{}
	for _, template := range slices.Sorted(maps.Keys(all)) {
		c := audit.TemplateChange{Template: template, Before: orEmpty(then[template]), After: orEmpty(now[template])}
		if !maps.Equal(c.Before, c.After) {
			out = append(out, c)
		}
	}
	return out
}

func classes(tallies []audit.TemplateTally) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, t := range tallies {
		out[t.Template] = t.ByClass
	}
	return out
}

func orEmpty(m map[string]int) map[string]int {
	if m == nil {
		return map[string]int{}
	}
	return m
}
