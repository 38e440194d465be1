package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit"
)

type probeFlags struct {
	failOn string
	asJSON bool
}

func newProbe(streams streams) *cobra.Command {
	var f probeFlags
	cmd := &cobra.Command{
		Use: "probe URL", Short: "Ask one address in every way, and compare the answers", GroupID: "audit",
		Long: "Asks one address by method, user agent, Accept, language, encoding and protocol,\n" +
			"repeats the plain question, follows the redirects and reads robots.txt. Tells what\n" +
			"search engines make of it. Nothing else of the site is crawled.\n\n" +
			"Agents of search engines are imitated: what a site answers to the true ones, known\n" +
			"by their addresses, cannot be seen from outside.\n\n" +
			"Exit code 0 means that the last answer is no error and no finding reaches\n" +
			"--fail-on, 1 that one does, 3 that there is no answer.",
		Example: "  signpost probe https://shop.example/cart\n  signpost probe https://shop.example/cart --json",
		Args:    oneArgument("an address, for example https://shop.example/cart"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return probe(cmd.Context(), streams, f, args[0])
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.failOn, "fail-on", "error", "exit 1 from this severity on: error, warning, notice or never")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON")
	return cmd
}

func probe(ctx context.Context, streams streams, f probeFlags, address string) error {
	if err := oneOf("severity", f.failOn, []string{"error", "warning", "notice", "never"}); err != nil {
		return usageError("%w", err)
	}
	seen, err := audit.Inspect(ctx, audit.InspectOptions{URL: address, UserAgent: userAgent()})
	if err != nil {
		return usageError("%w", err)
	}
	if ctx.Err() != nil {
		return &failure{exitInterrupted, context.Cause(ctx)}
	}
	if f.asJSON {
		err = writeJSON(streams.out, seen)
	} else {
		err = probeTable{streams.out, seen}.write()
	}
	if err != nil {
		return couldNotRun(err)
	}
	return silently(seen.ExitCode(audit.FailOn(f.failOn)))
}
