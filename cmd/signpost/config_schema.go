package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
)

func newConfigSchema(io streams) *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of the file, for editors",
		Example: "  signpost config schema > signpost.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(io.out, config.Schema())
			return err
		},
	}
}
