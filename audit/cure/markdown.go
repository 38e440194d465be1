package cure

import (
	"fmt"
	"slices"
	"strings"
)

// sections of the page, in order.
var sections = []struct {
	state       Written
	title, lead string
}{
	{Live, "In effect", "These entries work as soon as the configuration is loaded."},
	{Report, "Only watching", "These rules log and count what they would change. Look at the log, then write `mode: enforce`, or run the audit with `--enforce`."},
	{Comment, "Waiting for a decision", "These entries are comments. Take the marks off where you agree."},
	{Default, "Done by the edge anyway", "No entry is needed: the edge does this without being told."},
	{Hint, "Only the site can mend", "The edge would have to guess. `signpost rules ID` says how to mend it."},
	{"", "No cure at the edge", "These are for the site itself. `signpost rules ID` says how to mend them."},
}

// Markdown is the page for people: what is on, what waits, what will be seen.
func (p *Plan) Markdown() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# What the edge can mend\n\nMade by signpost %s from run %s. Check again after %s.\n\n", oneLine(p.version), oneLine(p.run), p.again)
	b.WriteString("`signpost config check FILE` tells whether the configuration is right, `signpost serve --config FILE` runs it.\n" +
		"Then audit the site through the edge: what is in effect is gone from the report.\n")
	for _, s := range sections {
		var rows []Outcome
		for _, o := range p.outcomes {
			if o.State == s.state {
				rows = append(rows, o)
			}
		}
		if len(rows) > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", s.title, s.lead)
			writeRows(&b, rows)
		}
	}
	p.writeReveals(&b)
	b.WriteString("\n## What will change in Search Console\n\n" +
		"Where a missing page answers 404 at last, \"Soft 404\" falls and \"Not found (404)\" rises by as much: that is the repair, and no new fault.\n" +
		"Where a conflict or a failure answers 503 for a while, \"Server error (5xx)\" may rise for days; the pages stay in the index.\n")
	return []byte(b.String())
}

// writeReveals tells which checks will find what could not be seen before.
func (p *Plan) writeReveals(b *strings.Builder) {
	var ids []string
	for _, o := range p.outcomes {
		if o.Reveals != "" && (o.State == Live || o.State == Report) {
			ids = append(ids, strings.Fields(o.Reveals)...)
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) > 0 {
		fmt.Fprintf(b, "\n## What the next audit may find\n\n"+
			"Links to pages that are missing can be told once they answer 404: `%s`. They were broken before; nothing hides it now.\n",
			strings.Join(ids, "`, `"))
	}
}

// mostRows of a section are listed; the rest is counted.
const mostRows = 200

func writeRows(b *strings.Builder, rows []Outcome) {
	type line struct {
		Outcome
		n int
	}
	var lines []line
	at := map[string]int{}
	for _, o := range rows {
		key := strings.Join([]string{o.ID, o.Host, o.Key, o.Why}, "\x00")
		if i, ok := at[key]; ok {
			lines[i].n++
			continue
		}
		at[key] = len(lines)
		lines = append(lines, line{o, 1})
	}
	b.WriteString("| finding | on | how many | what the edge does | entry | why not |\n|---|---|---|---|---|---|\n")
	for _, l := range lines[:min(len(lines), mostRows)] {
		fmt.Fprintf(b, "| `%s` | %s | %d | %s | %s | %s |\n", cell(l.ID), cell(l.Host), l.n, cell(l.Edge), cell(l.Key), cell(l.Why))
	}
	if left := len(lines) - mostRows; left > 0 {
		fmt.Fprintf(b, "\nand %d more, see `%s`\n", left, FixesName)
	}
}

// cell is a text that cannot end a cell of a table or begin markup.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "<", "&lt;", ">", "&gt;", "[", "\\[", "]", "\\]").Replace(oneLine(text))
}
