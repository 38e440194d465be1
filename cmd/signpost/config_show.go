package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
)

func newConfigShow(io streams) *cobra.Command {
	var opts config.ShowOptions
	var set []string
	cmd := &cobra.Command{
		Use: "show [FILE]", Short: "Print the configuration in effect, secrets masked",
		Long: "Prints every value that `serve` would use: the file, the environment, --set and\n" +
			"the defaults, as YAML. What ${env:…} and ${file:…} stand for is not printed.",
		Example: "  signpost config show --origin",
		Args:    optionalFile,
		RunE: func(_ *cobra.Command, args []string) error {
			source, err := configSource(io, args, set)
			if err != nil {
				return err
			}
			loaded, err := loadConfig(io, source)
			if err != nil {
				return err
			}
			return loaded.Show(io.out, opts)
		},
	}
	cmd.Flags().BoolVar(&opts.Origin, "origin", false, "tell where each value comes from")
	setFlag(cmd, &set)
	return cmd
}

// loadConfig loads a configuration, and tells its mistakes or warnings on
// stderr.
func loadConfig(io streams, source config.Source) (*config.Loaded, error) {
	loaded, err := config.Load(source)
	if mistakes, ok := errors.AsType[config.Mistakes](err); ok {
		writeCheck(io.out, io.err, checkReport{Mistakes: mistakes})
		return nil, silently(exitUsage)
	}
	if err != nil {
		return nil, couldNotRead(err)
	}
	for _, w := range loaded.Warnings {
		fmt.Fprintf(io.err, "warning: %s", w.String())
	}
	return loaded, nil
}
