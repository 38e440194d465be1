package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
)

func newConfigInit(io streams) *cobra.Command {
	return &cobra.Command{
		Use: "init", Short: "Write a file to begin with, overwriting nothing",
		Long: "Writes ./" + config.FileName + ", with comments, and ./" + config.SchemaName + " beside it, so that\n" +
			"editors complete keys and mark mistakes. Files that are there stay as they are.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return initConfig(io) },
	}
}

func initConfig(io streams) error {
	if err := create(config.FileName, config.Starter()); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return usageError("%s is there already and stays as it is; `signpost config check` reads it", config.FileName)
		}
		return couldNotRun(err)
	}
	if err := create(config.SchemaName, config.Schema()); err != nil && !errors.Is(err, fs.ErrExist) {
		return couldNotRun(err)
	}
	fmt.Fprintf(io.err, "wrote %s; change host and upstream, then: signpost config check\n", config.FileName)
	return nil
}

// create writes a file that is not there yet.
func create(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
