package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
)

func newConfig(io streams) *cobra.Command {
	cmd := &cobra.Command{
		Use: "config", Short: "Check, show and begin the configuration file", GroupID: "edge",
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newConfigCheck(io), newConfigShow(io), newConfigSchema(io), newConfigInit(io))
	return cmd
}

// configSource is the file that the arguments name, or that `serve` would
// find, with the environment and the settings of --set.
func configSource(io streams, args, set []string) (config.Source, error) {
	source := config.Source{Stdin: io.in, Env: os.Environ()}
	for _, s := range set {
		setting, err := config.ParseSetting(s)
		if err != nil {
			return source, usageError("%w", err)
		}
		source.Set = append(source.Set, setting)
	}
	if len(args) > 0 {
		source.File = args[0]
		return source, nil
	}
	file, looked, ok := config.Find(source.Env)
	if !ok {
		return source, noConfig(looked)
	}
	source.File = file
	return source, nil
}

func noConfig(looked []string) error {
	places := ""
	for _, l := range looked {
		places += " " + l
	}
	return usageError("no configuration file, looked for%s; `signpost config init` writes one", places)
}

// optionalFile wants at most one argument.
func optionalFile(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usageError("%s takes one file, got %d arguments", cmd.CommandPath(), len(args))
	}
	return nil
}

func setFlag(cmd *cobra.Command, set *[]string) {
	cmd.Flags().StringArrayVar(set, "set", nil, "a value that beats the file, for example log.level=debug")
}
