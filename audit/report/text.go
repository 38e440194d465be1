package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// TextOptions says how Text writes.
type TextOptions struct {
	Color bool // paint severities; the words say the same without
	All   bool // no cap of ten examples and three sources
	Width int  // columns; 0 or less than 40: 80
}

const (
	fewExamples = 10
	fewSources  = 3
	leastWidth  = 40
	usualWidth  = 80
)

// Text writes the report for a terminal: worst first, grouped by check, each
// finding with the pages that name it. The error is one of writing.
func Text(w io.Writer, r *audit.Report, o TextOptions) error {
	if o.Width < leastWidth {
		o.Width = usualWidth
	}
	t := &text{r: r, o: o}
	t.head()
	for _, s := range sections(r.Findings) {
		t.section(s)
	}
	t.unverified()
	t.skipped()
	t.foot()
	if _, err := w.Write(t.out.Bytes()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// text is a report being written.
type text struct {
	r   *audit.Report
	o   TextOptions
	out bytes.Buffer
}

// section holds the findings of one check with one severity.
type section struct {
	id       string
	severity rule.Severity
	class    int
	findings []audit.Finding
}

// sections keeps the order of the findings but puts causes that spoil a whole
// site before those that spoil a page.
func sections(findings []audit.Finding) []section {
	var out []section
	for _, f := range findings {
		if n := len(out); n > 0 && out[n-1].id == f.ID && out[n-1].severity == f.Severity {
			out[n-1].findings = append(out[n-1].findings, f)
			continue
		}
		check, _ := rule.Lookup(f.ID)
		out = append(out, section{id: f.ID, severity: f.Severity, class: check.Class, findings: []audit.Finding{f}})
	}
	slices.SortStableFunc(out, func(a, b section) int {
		return cmp.Or(cmp.Compare(a.severity.Rank(), b.severity.Rank()), cmp.Compare(a.class, b.class))
	})
	return out
}

// weighed are the findings in the order of their sections.
func weighed(findings []audit.Finding) []audit.Finding {
	out := make([]audit.Finding, 0, len(findings))
	for _, s := range sections(findings) {
		out = append(out, s.findings...)
	}
	return out
}

func (t *text) head() {
	t.wrap("", strings.Join(t.r.Run.Seeds, ", "))
	t.wrap("", fmt.Sprintf("%s, %s, %s in %.1f s",
		plural(t.r.Pages, "page"), plural(t.r.Summary.URLs, "address"), plural(t.r.Summary.Requests, "request"), t.r.Summary.Seconds))
	if n := t.r.Summary.Unchanged; n > 0 {
		t.wrap("", plural(n, "page")+" as in the last run: they were not read again (--fresh reads all).")
	}
	switch t.r.Run.State {
	case audit.StateInterrupted:
		t.wrap("", "The run was interrupted: this is what is known so far.")
	case audit.StateUnreachable:
		t.wrap("", "The site could not be crawled: this is what is known.")
	}
}

func (t *text) section(s section) {
	t.out.WriteByte('\n')
	label := strings.ToUpper(string(s.severity))
	first := s.findings[0]
	check, _ := rule.Lookup(s.id)
	t.paint(s.severity, label)
	fmt.Fprintf(&t.out, " %s", s.id)
	if total := countOf(s.findings); total > 1 {
		fmt.Fprintf(&t.out, " (%s)", plural(total, "address"))
	}
	t.out.WriteByte('\n')
	t.wrap("  ", check.Title+". "+first.Why)
	t.wrap("  → ", first.Fix)
	if cure := cureOf(s.findings); cure != "" {
		t.wrap("  the edge: ", shown(cure))
	}
	entries := t.entries(s.findings)
	shown := entries
	if !t.o.All && len(entries) > fewExamples {
		shown = entries[:fewExamples]
	}
	for _, e := range shown {
		t.finding(e)
	}
	if left := len(entries) - len(shown); left > 0 {
		t.wrap("  ", fmt.Sprintf("and %d more (--all)", left))
	}
}

func countOf(findings []audit.Finding) (n int) {
	for _, f := range findings {
		n += f.Count
	}
	return n
}

// entry is one line of a section: a finding, or many of one template.
type entry struct {
	audit.Finding
	alike int // findings of the same template that it speaks for
}

// leastAlike is how many findings a template must have to be one line.
const leastAlike = 5

// entries folds the findings of a template into one when at least half of its
// addresses have it.
func (t *text) entries(findings []audit.Finding) []entry {
	whole := map[string]int{}
	for _, g := range t.r.Groups {
		if g.ID == findings[0].ID && g.Count >= leastAlike && 2*g.Count >= g.Of && g.Of > 0 {
			whole[g.Template] = g.Count
		}
	}
	var out []entry
	said := map[string]bool{}
	for _, f := range findings {
		n, folded := whole[f.Template]
		folded = folded && f.Count == 1 && !t.o.All
		if folded && said[f.Template] {
			continue
		}
		e := entry{Finding: f}
		if folded {
			said[f.Template] = true
			e.alike = n
		}
		out = append(out, e)
	}
	return out
}

func (t *text) finding(e entry) {
	t.out.WriteByte('\n')
	t.wrap("  ", e.URL)
	t.wrap("    ", e.Message)
	if e.alike > 1 {
		t.wrap("    ", fmt.Sprintf("the same for %d addresses like %s", e.alike, e.Template))
	}
	t.examples(e.Finding)
	t.sources(e.Finding)
}

// examples lists the further addresses of a finding that stands for several,
// when they are few, and counts those that are not listed.
func (t *text) examples(f audit.Finding) {
	left := f.Count - 1
	if t.o.All || len(f.Examples) <= fewSources+1 {
		for _, example := range f.Examples {
			if example != f.URL {
				t.wrap("    also ", example)
				left--
			}
		}
	}
	if left > 0 {
		t.wrap("    ", "and "+plural(left, "more address"))
	}
}

// mendedAtLinks are the groups of checks whose findings are mended in the pages
// that name the address; for all others one such page is enough.
var mendedAtLinks = map[string]bool{"A": true, "D": true, "H": true, "J": true}

func (t *text) sources(f audit.Finding) {
	few := 1
	if mendedAtLinks[f.Group] {
		few = fewSources
	}
	shown := f.Sources
	if !t.o.All && len(shown) > few {
		shown = shown[:few]
	}
	n := 0
	for _, s := range shown {
		if s.Page == nil {
			continue
		}
		n++
		line := *s.Page
		if s.Text != nil && *s.Text != "" {
			line += ` ("` + *s.Text + `")`
		}
		t.wrap("    on ", line)
	}
	if left := f.SourcesTotal - len(shown); n > 0 && left > 0 {
		t.wrap("    ", "and on "+plural(left, "more page"))
	}
}

func (t *text) unverified() {
	if len(t.r.Unverified) == 0 {
		return
	}
	t.out.WriteByte('\n')
	t.wrap("", fmt.Sprintf("UNVERIFIED %s: neither good nor bad could be proved", plural(len(t.r.Unverified), "address")))
	shown, unreached := splitUnreached(t.r.Unverified)
	listed := len(shown)
	if !t.o.All && len(shown) > fewExamples {
		shown = shown[:fewExamples]
	}
	for _, u := range shown {
		t.wrap("  ", fmt.Sprintf("%s: %s", u.URL, u.Reason))
	}
	if left := listed - len(shown); left > 0 {
		t.wrap("  ", fmt.Sprintf("and %d more (--all)", left))
	}
	if unreached > 0 {
		t.wrap("  ", fmt.Sprintf("%s of other sites: %s, no other site could be reached from here", plural(unreached, "address"), crawl.NoNetwork))
	}
}

// splitUnreached leaves out the addresses that lacked a way out: one line is
// enough for all of them.
func splitUnreached(all []audit.Unverified) (rest []audit.Unverified, unreached int) {
	for _, u := range all {
		if u.Reason == crawl.NoNetwork {
			unreached++
			continue
		}
		rest = append(rest, u)
	}
	return rest, unreached
}

// skipped tells what was not looked at: "no findings" alone would promise more
// than was done.
func (t *text) skipped() {
	t.out.WriteByte('\n')
	ids := make([]string, 0, len(t.r.SkippedChecks))
	for _, s := range t.r.SkippedChecks {
		ids = append(ids, s.ID)
	}
	ids = slices.Compact(ids)
	t.wrap("", fmt.Sprintf("%s ran, %d did not, in part or at all:", plural(len(t.r.ChecksRun), "check"), len(ids)))
	if !t.o.All {
		t.wrap("  ", strings.Join(ids, ", "))
		return
	}
	for _, s := range t.r.SkippedChecks {
		line := s.ID + ": " + s.Reason
		if s.Count > 0 {
			line += fmt.Sprintf(" (%d)", s.Count)
		}
		t.wrap("  ", line)
	}
}

func (t *text) foot() {
	t.out.WriteByte('\n')
	s := t.r.Summary
	line := fmt.Sprintf("%s, %s, %s", plural(s.Error, "error"), plural(s.Warning, "warning"), plural(s.Notice, "notice"))
	if s.Error+s.Warning+s.Notice == 0 {
		line = "no findings"
	}
	if t.r.Truncated {
		line += "; the run saw only part of the site"
	}
	t.wrap("", line)
}

func plural(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(word, "y"))
	case strings.HasSuffix(word, "s"):
		return fmt.Sprintf("%d %ses", n, word)
	}
	return fmt.Sprintf("%d %ss", n, word)
}
