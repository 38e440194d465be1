package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/store"
	"github.com/seed-3913a1bb/signpost/audit/triage"
)

func newCompare(io streams) *cobra.Command {
	var asJSON, vantage, all bool
	var by, failOn, storeDir string
	cmd := &cobra.Command{
		Use: "compare BEFORE AFTER", Short: "What changed between two reports", GroupID: "audit",
		Long: "Compares two runs of signpost audit, by their JSON reports or their ids: what is\n" +
			"new, what persists, what is fixed, and what the later run did not reach.\n\n" + exitCodeHelp,
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
			if asJSON {
				if err := writeJSONComparison(io.out, after); err != nil {
					return couldNotRun(err)
				}
			} else {
				comparison{io.out, all}.write(after)
			}
			if after.Gate.Fired {
				fmt.Fprintf(io.err, "failed by --fail-on %s\n", strings.Join(after.Gate.FiredBy, ","))
				return silently(exitFindings)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&vantage, "as-vantage", false, "the reports are of two places at one time: report addresses whose status differs")
	cmd.Flags().BoolVar(&all, "all", false, "list every address, not the first ten of a check")
	cmd.Flags().StringVar(&storeDir, "store", "", "folder for runs (default the state folder)")
	cmd.Flags().StringVar(&by, "by", string(triage.ByInstance), "how findings are recognised: instance or group")
	cmd.Flags().StringVar(&failOn, "fail-on", "new:error", "exit 1 when this is true")
	return cmd
}
