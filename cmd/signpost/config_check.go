package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
)

// checkReport is what `config check --json` prints.
type checkReport struct {
	Schema   int              `json:"schema_version"`
	File     string           `json:"file"`
	OK       bool             `json:"ok"`
	Mistakes []config.Mistake `json:"mistakes"`
	Warnings []config.Mistake `json:"warnings"`
	Weakened []config.Mistake `json:"weakened"`
}

func newConfigCheck(io streams) *cobra.Command {
	var asJSON bool
	var set []string
	cmd := &cobra.Command{
		Use: "check [FILE]", Short: "Tell every mistake of the file, with line and hint",
		Long: "Reads the file as `serve` would, with the environment, and tells every mistake at\n" +
			"once. Without FILE it is the one that `serve` finds; - reads standard input.\n" +
			"A file without mistakes gets ok, and a line for each protection that it weakens.",
		Example: "  signpost config check\n  signpost config check ./signpost.yaml --json",
		Args:    optionalFile,
		RunE: func(_ *cobra.Command, args []string) error {
			source, err := configSource(io, args, set)
			if err != nil {
				return err
			}
			return checkConfig(io, source, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	setFlag(cmd, &set)
	return cmd
}

func checkConfig(io streams, source config.Source, asJSON bool) error {
	loaded, err := config.Load(source)
	mistakes, isMistakes := errors.AsType[config.Mistakes](err)
	if err != nil && !isMistakes {
		return couldNotRead(err)
	}
	if err == nil {
		if err := config.CheckPages(loaded); err != nil {
			return usageError("%w", err)
		}
	}
	report := checkReport{Schema: 1, File: source.File, OK: err == nil, Mistakes: listOf(mistakes)}
	report.Warnings, report.Weakened = listOf(nil), listOf(nil)
	if loaded != nil {
		report.Warnings, report.Weakened = listOf(loaded.Warnings), listOf(loaded.Weakened())
	}
	if asJSON {
		if err := writeJSON(io.out, report); err != nil {
			return err
		}
	} else {
		writeCheck(io.out, io.err, report)
	}
	if !report.OK {
		return silently(exitUsage)
	}
	return nil
}

func listOf(m []config.Mistake) []config.Mistake {
	if m == nil {
		return []config.Mistake{}
	}
	return m
}

func writeCheck(stdout, stderr io.Writer, r checkReport) {
	for _, m := range r.Mistakes {
		fmt.Fprint(stderr, m.String())
	}
	if !r.OK {
		fmt.Fprintf(stderr, "signpost: %s\n", counted(len(r.Mistakes), "mistake"))
		return
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(stderr, "warning: %s", w.String())
	}
	fmt.Fprintln(stdout, "ok")
	for _, w := range r.Weakened {
		fmt.Fprintf(stdout, "weaker than built in: %s\n", w.Error())
	}
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// couldNotRead is a file that is not there or not readable.
func couldNotRead(err error) error { return usageError("%w", err) }
