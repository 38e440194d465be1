package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// fewCompared is how many addresses of a check, and kinds of page, are listed.
const fewCompared = 10

// comparison writes what changed, for a terminal.
type comparison struct {
	out io.Writer
	all bool // no cap
}

func writeJSONComparison(w io.Writer, after *audit.Report) error {
	return writeJSON(w, struct {
		*audit.Comparison
		Findings []audit.Finding `json:"findings"`
		Gate     audit.Gate      `json:"gate"`
	}{after.Compare, after.Findings, after.Gate})
}

func (c comparison) write(after *audit.Report) {
	compared := after.Compare
	fmt.Fprintf(c.out, "%d new, %d persisting, %d fixed, %d not reached\n", compared.New, compared.Persisting, len(compared.Fixed), len(compared.Unreached))
	c.state("NEW", after.Findings, audit.StateNew)
	c.state("FIXED", compared.Fixed, audit.StateFixed)
	c.state("PERSISTING", after.Findings, audit.StatePersisting)
	c.state("NOT REACHED", compared.Unreached, audit.StateUnreached)
	c.templates(compared.Templates)
}

// state lists the findings of one state, by check.
func (c comparison) state(heading string, all []audit.Finding, state audit.FindingState) {
	byCheck := map[string][]audit.Finding{}
	for _, f := range all {
		if f.State == state {
			byCheck[f.ID] = append(byCheck[f.ID], f)
		}
	}
	if len(byCheck) > 0 {
		fmt.Fprintf(c.out, "\n%s\n", heading)
	}
	for _, id := range slices.SortedFunc(maps.Keys(byCheck), func(a, b string) int {
		return compareChecks(byCheck[a][0], byCheck[b][0])
	}) {
		c.check(byCheck[id])
	}
}

// compareChecks puts the worse and the more useful check first.
func compareChecks(a, b audit.Finding) int {
	one, _ := rule.Lookup(a.ID)
	other, _ := rule.Lookup(b.ID)
	return cmp.Or(cmp.Compare(a.Severity.Rank(), b.Severity.Rank()), cmp.Compare(one.Class, other.Class), cmp.Compare(a.ID, b.ID))
}

func (c comparison) check(findings []audit.Finding) {
	first := findings[0]
	note := ""
	if len(findings) > 1 {
		note = fmt.Sprintf(" (%d)", len(findings))
	}
	if first.NewRule {
		note += " new rule"
	}
	fmt.Fprintf(c.out, "  %s %s%s\n", first.Severity, first.ID, note)
	shown := c.cap(len(findings))
	for _, f := range findings[:shown] {
		fmt.Fprintln(c.out, "    "+oneLine(f.URL))
	}
	c.more("    ", len(findings)-shown)
}

func (c comparison) templates(changed []audit.TemplateChange) {
	if len(changed) > 0 {
		fmt.Fprintln(c.out, "\nOther answers by kind of page")
	}
	shown := c.cap(len(changed))
	for _, t := range changed[:shown] {
		paragraph(c.out, "", 2, oneLine(t.Template)+" "+inWords(t.Before)+" → "+inWords(t.After))
	}
	c.more("  ", len(changed)-shown)
}

func (c comparison) cap(n int) int {
	if c.all {
		return n
	}
	return min(n, fewCompared)
}

func (c comparison) more(indent string, left int) {
	if left > 0 {
		fmt.Fprintf(c.out, "%sand %d more (--all)\n", indent, left)
	}
}

// inWords writes the counts of a kind of page by class.
func inWords(counts map[string]int) string {
	var parts []string
	for _, class := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[class], class))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
