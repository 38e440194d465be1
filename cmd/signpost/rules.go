package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit/cure"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// ruleEntry is a check as `rules --json` prints it.
type ruleEntry struct {
	ID       string        `json:"id"`
	Group    string        `json:"group"`
	Severity rule.Severity `json:"severity"`
	Unit     rule.Unit     `json:"unit"`
	Title    string        `json:"title"`
	Why      string        `json:"why"`
	Fix      string        `json:"fix"`
	Docs     []string      `json:"docs"`
	Bucket   *string       `json:"gsc_bucket"`
	Over     []string      `json:"over"`
	Built    bool          `json:"built"`

	Edge []cure.Explanation `json:"edge"` // what the edge does about it; empty: nothing
}

func newRules(io streams) *cobra.Command {
	var asJSON bool
	var group string
	cmd := &cobra.Command{
		Use: "rules [ID]", Short: "The checks of the audit: all, or one explained", GroupID: "audit",
		Example: "  signpost rules\n  signpost rules --group F\n  signpost rules link-4xx",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			entries, err := chosenRules(args, group)
			switch {
			case err != nil:
				return usageError("%w", err)
			case asJSON && len(args) == 1:
				return writeJSON(io.out, entries[0])
			case asJSON:
				return writeJSON(io.out, entries)
			case len(args) == 1:
				explainRule(io.out, entries[0])
			default:
				listRules(io.out, entries)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().StringVar(&group, "group", "", "only one group, by its letter")
	return cmd
}

func chosenRules(args []string, group string) ([]ruleEntry, error) {
	selector := "*"
	if group != "" {
		selector = "group:" + group
	}
	if len(args) == 1 {
		selector = args[0]
	}
	s, err := rule.ParseSelector(selector)
	if err != nil {
		return nil, err
	}
	var out []ruleEntry
	for _, c := range rule.All() {
		if s.Matches(c.ID, c.Group) {
			out = append(out, ruleEntry{
				ID: c.ID, Group: c.Group, Severity: c.Severity, Unit: c.Unit, Title: c.Title, Why: c.Why, Fix: c.Fix,
				Docs: orEmpty(c.Docs), Bucket: orNull(c.Bucket), Over: orEmpty(slices.Concat(c.Over, c.OverAll)), Built: true,
				Edge: orEmpty(cure.Explain(c.ID)),
			})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s is known, but not built in this version", selector)
	}
	return out, nil
}

func listRules(w io.Writer, entries []ruleEntry) {
	group := ""
	for _, e := range entries {
		if e.Group != group {
			if group != "" {
				fmt.Fprintln(w)
			}
			group = e.Group
			fmt.Fprintln(w, "Group "+group)
		}
		paragraph(w, fmt.Sprintf("  %-8s %s", e.Severity, e.ID), 40, e.Title)
	}
}

func explainRule(w io.Writer, e ruleEntry) {
	paragraph(w, fmt.Sprintf("%s (%s, group %s)", e.ID, e.Severity, e.Group), 0, "")
	fmt.Fprintln(w)
	for _, r := range ruleRows(e) {
		paragraph(w, r.label, 10, r.text)
	}
}

// ruleRow is one fact about a check.
type ruleRow struct{ label, text string }

// ruleRows are the facts about a check, for the terminal and for docs/rules.md.
func ruleRows(e ruleEntry) (rows []ruleRow) {
	row := func(label, text string) {
		if text != "" {
			rows = append(rows, ruleRow{label, text})
		}
	}
	row("What", e.Title)
	row("Why", e.Why)
	row("Fix", e.Fix)
	for _, line := range cureWords(e.Edge) {
		row("Edge", line)
	}
	row("Counts", unitWords[e.Unit])
	row("Replaces", strings.Join(e.Over, ", "))
	if e.Bucket != nil {
		row("Google", "Search Console lists it under “"+*e.Bucket+"”")
	}
	for _, d := range e.Docs {
		row("Source", d)
	}
	return rows
}

// cureWords tell what the edge does about a check, one line for each kind of
// answer.
func cureWords(all []cure.Explanation) []string {
	if len(all) == 0 {
		return []string{"no cure: only the site can mend it"}
	}
	var lines []string
	for _, x := range all {
		line := x.Edge
		if x.For != "" {
			line = "for " + strings.ReplaceAll(x.For, ",", ", ") + ": " + line
		}
		if way := writtenWords[x.Written]; way != "" {
			line += "; --emit-rules " + way
		}
		if x.Why != "" {
			line += " (" + x.Why + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

// writtenWords say how --emit-rules writes a cure.
var writtenWords = map[cure.Written]string{
	cure.Live: "writes it", cure.Report: "writes it with mode: report, or enforced with --enforce", cure.Comment: "writes it as a comment",
}

// unitWords says what one finding stands for.
var unitWords = map[rule.Unit]string{
	rule.PerURL: "once for each address", rule.PerTemplate: "once for each kind of page",
	rule.PerSite: "once for the site", rule.PerErrorPage: "once for each design of an error page",
}
