package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit/report"
)

func newAuditSchema(io streams) *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of the report and of its lines",
		Long: "Prints the JSON Schema of the form json. Its definition Line is that of one line of\n" +
			"the form jsonl.",
		Example: "  signpost audit schema > report.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(io.out, report.Schema())
			return err
		},
	}
}
