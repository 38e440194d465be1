package audit

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// judge applies the catalogue. Findings that say the same of one address less
// exactly than another give way; unsure ones are counted among the skipped.
func (r *run) judge(f *rule.Facts, seen time.Time) (findings []Finding, ran []string, unsure []rule.Skipped) {
	type spot struct{ id, key string }
	silenced := map[spot]bool{}
	muted := map[string]bool{}
	catalogue := rule.All()
	hits := r.find(catalogue, f)
	for _, c := range catalogue {
		if !r.o.Checks(c) {
			unsure = append(unsure, rule.Skipped{ID: c.ID, Reason: "left out by the choice of checks"})
			continue
		}
		ran = append(ran, c.ID)
		for _, lesser := range c.OverAll {
			muted[lesser] = muted[lesser] || len(hits[c.ID]) > 0
		}
		for _, h := range hits[c.ID] {
			for _, lesser := range c.Over {
				silenced[spot{lesser, h.Address.Key}] = true
			}
		}
	}
	for _, c := range catalogue {
		doubtful := 0
		for _, h := range hits[c.ID] {
			switch {
			case muted[c.ID], silenced[spot{c.ID, h.Address.Key}]:
			case h.Confidence == rule.Unsure && !r.o.KeepUnsure:
				doubtful++
			default:
				findings = append(findings, newFinding(c, h, f, seen))
			}
		}
		if doubtful > 0 {
			unsure = append(unsure, rule.Skipped{ID: c.ID, Reason: "one sign alone proves nothing", Count: doubtful})
		}
	}
	SortFindings(findings)
	sign(findings, f)
	slices.Sort(ran)
	return findings, ran, unsure
}

// find lets all checks look at the same time, so that they share the reading of
// a large site.
func (r *run) find(catalogue []rule.Check, f *rule.Facts) map[string][]rule.Hit {
	hits := map[string][]rule.Hit{}
	r.took = map[string]time.Duration{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, c := range catalogue {
		if !r.o.Checks(c) {
			continue
		}
		all.Go(func() {
			began := time.Now()
			found := c.Find(f)
			mu.Lock()
			defer mu.Unlock()
			hits[c.ID], r.took[c.ID] = found, time.Since(began)
		})
	}
	all.Wait()
	return hits
}

// together lets functions that go through a whole site do so side by side: they
// share the reading of a large one.
func together(work ...func()) {
	var all sync.WaitGroup
	for _, one := range work {
		all.Go(one)
	}
	all.Wait()
}

// SortFindings orders findings worst first, then by id and address.
func SortFindings(findings []Finding) { slices.SortStableFunc(findings, worstFirst) }

func worstFirst(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Severity.Rank(), b.Severity.Rank()),
		cmp.Compare(a.ID, b.ID), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Fingerprint, b.Fingerprint),
	)
}

func newFinding(c rule.Check, h rule.Hit, f *rule.Facts, seen time.Time) Finding {
	out := Finding{
		ID: c.ID, Group: c.Group, Severity: cmp.Or(h.Severity, c.Severity), SeverityDefault: c.Severity,
		Confidence: cmp.Or(h.Confidence, rule.Certain), URL: h.Address.Raw,
		Template: h.Template, Count: max(h.Count, 1), Examples: nonNil(h.Examples),
		Message: h.Message, Why: c.Why, Fix: c.Fix, Docs: nonNil(c.Docs), Bucket: c.Bucket,
		FirstSeen: seen, LastSeen: seen, Runs: 1, State: StateNew, class: c.Class,
	}
	if out.Template == "" {
		out.Template = rule.Template(h.Address)
	}
	outcome := out.answers(h)
	out.places(h, f)
	out.Evidence = evidenceOf(h, f)
	out.Fingerprint, out.GroupFingerprint = fingerprints(c, h.Address, outcome, h.Discriminator)
	return out
}

// answers fills in statuses and addresses, and returns what the fingerprint
// takes for the outcome.
func (f *Finding) answers(h rule.Hit) string {
	if h.First == nil {
		return ""
	}
	f.Status = new(int(h.First.Status))
	f.Reason = h.First.Reason
	final := h.First
	if h.Final != nil {
		final = h.Final
	}
	f.FinalURL = new(final.Address.Raw)
	f.StatusFinal = new(int(final.Status))
	return outcomeOf(h.First)
}

func (f *Finding) places(h rule.Hit, facts *rule.Facts) {
	sources, total := h.Sources, max(len(h.Sources), h.SourcesTotal)
	if r := facts.Site.Resource(h.Address.Key); r != nil && sources == nil {
		sources, total = r.Sources, r.Total
	}
	f.Sources, f.SourcesTotal = sourcesOf(sources), total
}

func sourcesOf(in []crawl.Source) []Source {
	out := make([]Source, 0, len(in))
	for _, s := range in {
		one := Source{Element: s.Element}
		if s.Page != "" {
			one.Page = new(s.Page)
		}
		if s.Attr != "" {
			one.Attr = new(s.Attr)
		}
		if s.Text != "" {
			one.Text = new(s.Text)
		}
		if s.Attr != "" && s.Role != crawl.RoleSitemap && s.Role != crawl.RoleTarget {
			one.Selector = new(s.Element + "[" + s.Attr + `="` + cssString(s.Written) + `"]`)
		}
		out = append(out, one)
	}
	return out
}

// cssString escapes a value for a quoted string of a CSS selector (CSSOM,
// "serialize a string").
func cssString(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\a `, "\r", `\d `).Replace(s)
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
