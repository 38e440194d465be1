package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/store"
	"github.com/seed-3913a1bb/signpost/audit/triage"
)

func newCompare(io streams) *cobra.Command {
	var asJSON, vantage bool
	var by, failOn, storeDir string
	cmd := &cobra.Command{
		Use: "compare BEFORE AFTER", Short: "What changed between two reports", GroupID: "audit",
		Long: "Compares two runs of signpost audit, by their JSON reports or their ids: what is new, what persists, what is\n" +
			"fixed, and what the later run did not reach.\n\n" + exitCodeHelp,
		Example: "  signpost compare monday.json tuesday.json --fail-on new:warning",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("%s needs two reports in JSON or ids of runs, got %d arguments", cmd.CommandPath(), len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			gate, gateErr := triage.ParseGate(failOn)
			stateDir := store.Folder(storeDir, os.Getenv)
			before, beforeErr := readReport(args[0], stateDir)
			after, afterErr := readReport(args[1], stateDir)
			byErr := oneOf("way to recognise findings", by, []string{string(triage.ByInstance), string(triage.ByGroup)})
			if err := errors.Join(gateErr, beforeErr, afterErr, byErr); err != nil {
				return usageError("%w", err)
			}
			if vantage {
				after.Findings = append(after.Findings, audit.Vantage(before, after)...)
			}
			triage.Plan{Baseline: before, By: triage.By(by), Gate: gate}.Apply(after)
			if err := writeComparison(io.out, after, asJSON); err != nil {
				return couldNotRun(err)
			}
			if after.Gate.Fired {
				return silently(exitFindings)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&vantage, "as-vantage", false, "the reports are of two places at one time: report addresses whose status differs")
	cmd.Flags().StringVar(&storeDir, "store", "", "folder for runs (default the state folder)")
	cmd.Flags().StringVar(&by, "by", string(triage.ByInstance), "how findings are recognised: instance or group")
	cmd.Flags().StringVar(&failOn, "fail-on", "new:error", "exit 1 when this is true")
	return cmd
}

func writeComparison(w io.Writer, after *audit.Report, asJSON bool) error {
	if asJSON {
		return writeJSON(w, struct {
			*audit.Comparison
			Findings []audit.Finding `json:"findings"`
			Gate     audit.Gate      `json:"gate"`
		}{after.Compare, after.Findings, after.Gate})
	}
	c := after.Compare
	fmt.Fprintf(w, "%d new, %d persisting, %d fixed, %d not reached\n", c.New, c.Persisting, len(c.Fixed), len(c.Unreached))
	for _, state := range []audit.FindingState{audit.StateNew, audit.StatePersisting} {
		var of []audit.Finding
		for _, f := range after.Findings {
			if f.State == state {
				of = append(of, f)
			}
		}
		listState(w, state, of)
	}
	listState(w, audit.StateFixed, c.Fixed)
	listState(w, audit.StateUnreached, c.Unreached)
	if len(c.Templates) > 0 {
		fmt.Fprintln(w, "\nOther answers by kind of page:")
	}
	for _, t := range c.Templates {
		paragraph(w, "  "+oneLine(t.Template), 4, inWords(t.Before)+" → "+inWords(t.After))
	}
	return nil
}

func listState(w io.Writer, state audit.FindingState, findings []audit.Finding) {
	if len(findings) > 0 {
		fmt.Fprintf(w, "\n%s:\n", strings.ToUpper(string(state)))
	}
	for _, f := range findings {
		note := ""
		if f.NewRule {
			note = " (new rule)"
		}
		paragraph(w, fmt.Sprintf("  %s %s%s", f.Severity, f.ID, note), 4, oneLine(f.URL))
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
