package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

const (
	maxMarkdown     = 60 << 10 // what a comment on a pull request may hold, with a margin
	markdownGroups  = 20       // of new findings that are listed openly
	markdownDetails = 5        // kinds of page shown of a check
)

// Markdown writes a summary for a pull request of at most 60 KiB: a table, new
// findings, and details that fold out. What does not fit is counted.
func Markdown(w io.Writer, r *audit.Report) error {
	m := &markdown{}
	m.summary(r)
	m.newOnes(r)
	left := 0
	for i, one := range sections(r.Findings) {
		part := details(one, i < openChecks)
		if left > 0 || m.Len()+len(part) > maxMarkdown-2048 {
			left++
			continue
		}
		m.WriteString(part)
	}
	if left > 0 {
		fmt.Fprintf(m, "\n%s left out: the full report has them.\n", plural(left, "more check"))
	}
	m.rest(r)
	_, err := w.Write(m.Bytes())
	return written(err)
}

type markdown struct{ bytes.Buffer }

func (m *markdown) summary(r *audit.Report) {
	verdict := "passed"
	if r.Gate.Fired {
		verdict = "failed by `" + code(strings.Join(r.Gate.FiredBy, ", ")) + "`"
	}
	fmt.Fprintf(m, "## Signpost: %s\n\n%s\n\n", verdict, prose(Summary(r)))
	fmt.Fprintf(m, "| | errors | warnings | notices | pages | addresses | unverified |\n|---|--:|--:|--:|--:|--:|--:|\n")
	s := r.Summary
	fmt.Fprintf(m, "| now | %d | %d | %d | %d | %d | %d |\n", s.Error, s.Warning, s.Notice, r.Pages, s.URLs, len(r.Unverified))
	if c := r.Compare; c != nil {
		fmt.Fprintf(m, "\nAgainst the run of %s: %d new, %d persisting, %d fixed, %d not reached.\n",
			prose(c.Started), c.New, c.Persisting, len(c.Fixed), len(c.Unreached))
	}
}

// newOnes lists new groups, worst first, when there is something to compare with.
func (m *markdown) newOnes(r *audit.Report) {
	if r.Compare == nil || r.Compare.New == 0 {
		return
	}
	m.WriteString("\n### New\n\n")
	n := 0
	for _, g := range grouped(r) {
		f := g.findings[0]
		if f.State != audit.StateNew {
			continue
		}
		if n++; n <= markdownGroups {
			fmt.Fprintf(m, "- **%s** `%s` `%s` (%d): %s\n", f.Severity, f.ID, code(f.Template), g.count, prose(f.Message))
		}
	}
	if n > markdownGroups {
		fmt.Fprintf(m, "- and %s\n", plural(n-markdownGroups, "more group"))
	}
}

// details is what one check found; it folds out, or begins open.
func details(sec section, open bool) string {
	var b strings.Builder
	how := ""
	if open {
		how = " open"
	}
	first := sec.findings[0]
	check, _ := rule.Lookup(sec.id)
	fmt.Fprintf(&b, "\n<details%s><summary><b>%s</b> %s <code>%s</code> (%s)</summary>\n\n", how, sec.severity, check.Title, sec.id, plural(countOf(sec.findings), "address"))
	fmt.Fprintf(&b, "%s\n\n**Fix.** %s\n\n", prose(first.Why), prose(first.Fix))
	places := grouped(&audit.Report{Findings: sec.findings})
	for i, g := range places {
		if i == markdownDetails {
			fmt.Fprintf(&b, "- and %s of page\n", plural(len(places)-i, "more kind"))
			break
		}
		placeLines(&b, g, max(1, markdownDetails/len(places)))
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// placeLines lists some findings of one kind of page.
func placeLines(b *strings.Builder, g group, few int) {
	left := g.count
	for _, one := range g.findings[:min(few, len(g.findings))] {
		fmt.Fprintf(b, "- `%s`: %s", code(one.URL), prose(one.Message))
		if page, _ := firstSource(one); page != "" {
			fmt.Fprintf(b, ", on `%s`", code(page))
		}
		left -= one.Count
		if rest := one.Count - 1; rest > 0 {
			fmt.Fprintf(b, ", and %s", plural(rest, "more address"))
		}
		b.WriteByte('\n')
	}
	if left > 0 {
		fmt.Fprintf(b, "- and %s like `%s`\n", plural(left, "more address"), code(g.findings[0].Template))
	}
}

func (m *markdown) rest(r *audit.Report) {
	fmt.Fprintf(m, "\n%s.", coverage(r))
	if n := len(r.Ignored); n > 0 {
		fmt.Fprintf(m, " %s ignored.", plural(n, "finding"))
	}
	for _, i := range r.Ignores {
		if i.Expired && m.Len() < maxMarkdown-1024 {
			fmt.Fprintf(m, "\n\nThe ignore of `%s` (%s) expired on %s.", code(i.Rule), prose(cutBytes(i.Because, 200)), prose(i.Until))
		}
	}
	m.WriteByte('\n')
}

const longest = 500 // bytes of one foreign text

// cutBytes shortens a text to at most n bytes, at a character.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}

// prose makes foreign text stand in Markdown as it is: one line, no markup, no
// HTML, no mention of a user.
func prose(s string) string {
	s = safe(cutBytes(s, longest))
	return strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`, "#", `\#`, "@", "@\u200b", "~", `\~`,
	).Replace(s)
}

// code is foreign text within backticks.
func code(s string) string { return strings.ReplaceAll(safe(cutBytes(s, longest)), "`", "'") }
