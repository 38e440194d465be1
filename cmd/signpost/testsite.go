package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

type testsiteFlags struct {
	listen string
	site   testsite.Options
}

func newTestsite(streams streams) *cobra.Command {
	var f testsiteFlags
	cmd := &cobra.Command{
		Use: "testsite", Short: "Serve a site of any size, clean or faulty, to try the audit on", GroupID: "audit",
		Long: "Serves a made-up site whose pages are computed as they are asked for: ten links and\n" +
			"about 8 KB each, with robots.txt and sitemaps. Without --faults an audit has nothing\n" +
			"to say about it. A fault is named by the check that finds it; \"all\" plants every\n" +
			"one that leaves the others visible. The paths of crawler-test.com are there too.",
		Example: "  signpost testsite --listen 127.0.0.1:8000 --pages 100000\n" +
			"  signpost testsite --faults link-4xx,robots-html",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return serveTestsite(cmd.Context(), streams, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8000", "address to listen on")
	flags.IntVar(&f.site.Pages, "pages", 1000, "how many pages the site has")
	flags.Uint64Var(&f.site.Seed, "seed", 0, "another number, other texts and links")
	flags.StringSliceVar(&f.site.Faults, "faults", nil, "ids of faults to plant, or all")
	return cmd
}

// testsiteGrace is how long requests under way may take to end.
const testsiteGrace = time.Second

func serveTestsite(ctx context.Context, streams streams, f testsiteFlags) error {
	if err := knownFaults(f.site.Faults); err != nil {
		return err
	}
	site, err := testsite.New(f.site)
	if err != nil {
		return usageError("%w", err)
	}
	listener, err := open("--listen", f.listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(streams.err, "http://%s/ has %d pages; Ctrl-C ends it\n", listener.Addr(), f.site.Pages)
	quiet := slog.New(slog.DiscardHandler)
	return serveAll(ctx, quiet, handlers.NewState(), testsiteGrace, server{listener, listen.NewServer(site, listen.Options{Log: quiet})})
}

// knownFaults answers a wrong name with the nearest right one.
func knownFaults(ids []string) error {
	names := []string{testsite.AllFaults}
	for _, f := range testsite.PlantedFaults() {
		names = append(names, f.ID)
	}
	for _, id := range ids {
		if !slices.Contains(names, id) {
			return usageError("no fault %q%s", id, rule.Nearest(id, names))
		}
	}
	return nil
}
