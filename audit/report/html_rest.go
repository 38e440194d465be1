package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// changesPart compares with the baseline.
func changesPart(r *audit.Report) *page.Section {
	c := r.Compare
	if c == nil {
		return nil
	}
	t := &page.Table{Caption: "Findings that are gone", Heads: []page.Head{{Text: "State"}, {Text: "Check"}, {Text: "Address"}, {Text: "What it was"}}}
	gone := append(append([]audit.Finding{}, c.Fixed...), c.Unreached...)
	for _, f := range gone[:min(listed, len(gone))] {
		tone := page.Good
		if f.State == audit.StateUnreached {
			tone = page.Unknown
		}
		t.Rows = append(t.Rows, []page.Cell{{Text: string(f.State), Tone: tone}, {Text: f.ID}, {Text: shown(f.URL), Link: true}, {Text: shown(f.Message)}})
	}
	t.More = moreRows(len(gone), "finding")
	if len(gone) == 0 {
		t = nil
	}
	return &page.Section{
		Anchor: "changes", Title: "Changes", Table: t,
		Lead: fmt.Sprintf("Against the run of %s: %d new, %d persisting, %d fixed, %d not reached this time.", shown(c.Started), c.New, c.Persisting, len(c.Fixed), len(c.Unreached)),
	}
}

func unverifiedPart(r *audit.Report) *page.Section {
	if len(r.Unverified) == 0 {
		return nil
	}
	t := &page.Table{Caption: "Addresses", Heads: []page.Head{{Text: "Address"}, {Text: "Status", Figure: true}, {Text: "Why"}}}
	for _, u := range r.Unverified[:min(listed, len(r.Unverified))] {
		t.Rows = append(t.Rows, []page.Cell{{Text: shown(u.URL), Link: true}, {Text: fmt.Sprint(u.Status)}, {Text: string(u.Reason)}})
	}
	t.More = moreRows(len(r.Unverified), "address")
	return &page.Section{
		Anchor: "unverified", Title: "Unverified", Table: t,
		Lead: plural(len(r.Unverified), "address") + " could be proved neither good nor bad. They count as neither.",
	}
}

func ignoredPart(r *audit.Report) *page.Section {
	if len(r.Ignores) == 0 {
		return nil
	}
	t := &page.Table{Caption: "Ignores", Heads: []page.Head{{Text: "Check"}, {Text: "Path"}, {Text: "Because"}, {Text: "Until"}, {Text: "Findings", Figure: true}}}
	for _, i := range r.Ignores[:min(listed, len(r.Ignores))] {
		until := cmp.Or(i.Until, "for good")
		if i.Expired {
			until += ", expired"
		}
		t.Rows = append(t.Rows, []page.Cell{{Text: shown(i.Rule)}, {Text: shown(i.Path)}, {Text: shown(i.Because)}, {Text: until}, {Text: grouping(i.Count)}})
	}
	t.More = moreRows(len(r.Ignores), "ignore")
	return &page.Section{Anchor: "ignored", Title: "Ignored", Table: t, Lead: plural(len(r.Ignored), "finding") + " accepted by the owner."}
}

// checkedPart tells what was looked for and what was not.
func checkedPart(r *audit.Report) *page.Section {
	out := &page.Section{Anchor: "checked", Title: "What was checked", Lead: capital(coverage(r)) + "."}
	if len(r.ChecksRun) > 0 {
		out.More = []page.Table{ranTable(r.ChecksRun)}
	}
	if len(r.SkippedChecks) == 0 {
		return out
	}
	out.Table = &page.Table{Caption: "Checks that did not run, or not everywhere", Heads: []page.Head{{Text: "Check"}, {Text: "Why"}, {Text: "Addresses", Figure: true}}}
	for _, s := range r.SkippedChecks {
		count := ""
		if s.Count > 0 {
			count = grouping(s.Count)
		}
		out.Table.Rows = append(out.Table.Rows, []page.Cell{{Text: s.ID}, {Text: s.Reason}, {Text: count}})
	}
	return out
}

// ranTable lists the checks that ran, by group.
func ranTable(ids []string) page.Table {
	t := page.Table{Fold: true, Caption: "Checks that ran", Heads: []page.Head{{Text: "Group"}, {Text: "Checks"}}}
	byGroup := map[string][]string{}
	for _, id := range ids {
		check, _ := rule.Lookup(id)
		byGroup[check.Group] = append(byGroup[check.Group], id)
	}
	for _, group := range slices.Sorted(maps.Keys(byGroup)) {
		name := strings.TrimSpace(group + " " + rule.GroupTitle(group))
		t.Rows = append(t.Rows, []page.Cell{{Text: name}, {Text: strings.Join(byGroup[group], ", ")}})
	}
	return t
}

// methodPart says how the run was made.
func methodPart(r *audit.Report) *page.Section {
	s := r.Run.Settings
	t := &page.Table{Caption: "Settings", Heads: []page.Head{{Text: "Setting"}, {Text: "Value"}}}
	for _, row := range [][2]string{
		{"User agent", r.Run.UserAgent},
		{"Fail on", r.Gate.Expression},
		{"Scope", s.Scope},
		{"Other sites", s.Externals},
		{"Addresses at most", limitWord(s.MaxURLs)},
		{"Time at most", s.MaxDuration},
		{"Asked again after", s.ConfirmAfter},
		{"Made-up names", strings.Join(s.ProbeNames[:], ", ")},
	} {
		t.Rows = append(t.Rows, []page.Cell{{Text: row[0]}, {Text: shown(row[1])}})
	}
	return &page.Section{
		Anchor: "method", Title: "Method", Table: t,
		Lead: "The site was crawled by its links and sitemaps, as its robots.txt allows. Every accusation was asked a second time. What could not be told is unverified, and counts as neither good nor bad.",
	}
}

func limitWord(n int) string {
	if n == 0 {
		return "no limit"
	}
	return grouping(n)
}
