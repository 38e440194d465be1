package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

type robotsFlags struct {
	agents        []string
	file          string
	batch, asJSON bool
}

func newRobots(streams streams) *cobra.Command {
	cmd := &cobra.Command{
		Use: "robots", Short: "Ask robots.txt about an address", GroupID: "audit",
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRobotsTest(streams))
	return cmd
}

func newRobotsTest(streams streams) *cobra.Command {
	var f robotsFlags
	cmd := &cobra.Command{
		Use: "test URL", Short: "Say which line of robots.txt decides, and who would disagree",
		Long: "Asks the robots.txt of the address, or a file, as RFC 9309 and Google read it. Exit\n" +
			"code 0 means allowed, 1 disallowed.\n\n" +
			"--batch reads JSON lines {\"robots\", \"agent\", \"url\", \"status\"} from standard input\n" +
			"and answers each with a line: allow or disallow.",
		Example: "  signpost robots test https://shop.example/cart --agent Googlebot\n" +
			"  signpost robots test https://shop.example/cart --file robots.txt",
		Args: func(cmd *cobra.Command, args []string) error {
			if f.batch {
				return cobra.NoArgs(cmd, args)
			}
			return oneArgument("an address, for example https://shop.example/cart")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.batch {
				return batchResult(robots.Batch(streams.in, streams.out))
			}
			return robotsTest(cmd.Context(), streams, f, args[0])
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.agents, "agent", []string{"Googlebot"}, "product token of the crawler; may be repeated")
	flags.StringVar(&f.file, "file", "", "read this robots.txt instead of asking the site")
	flags.BoolVar(&f.batch, "batch", false, "answer JSON lines from standard input")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON")
	return cmd
}

// batchResult tells a line that cannot be read, with its hint, from a broken
// pipe.
func batchResult(err error) error {
	if malformed, ok := errors.AsType[*robots.BatchError](err); ok {
		return usageError("%w; %s", err, malformed.Hint)
	}
	if err != nil {
		return couldNotRun(err)
	}
	return nil
}

func robotsTest(ctx context.Context, streams streams, f robotsFlags, address string) error {
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return usageError("%q is no address: it begins with https:// or http://", address)
	}
	code, body, err := robotsBody(ctx, f.file, address)
	if err != nil {
		return err
	}
	allowed := true
	var all []robots.Explanation
	for _, agent := range f.agents {
		e := robots.Explain(code, body, robots.Token(agent), robots.Encode(address))
		allowed = allowed && e.Allowed
		all = append(all, e)
	}
	if err := writeExplanations(streams, f.asJSON, all); err != nil {
		return err
	}
	if !allowed {
		return silently(exitFindings)
	}
	return nil
}

// robotsBody reads the file, or asks the site that the address belongs to.
func robotsBody(ctx context.Context, file, address string) (status.Code, []byte, error) {
	if file == "" {
		return askForRobots(ctx, address)
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return 0, nil, couldNotRun(err)
	}
	return status.OK, body, nil
}

func askForRobots(ctx context.Context, address string) (status.Code, []byte, error) {
	a, err := crawl.ParseAddress(address)
	if err != nil {
		return 0, nil, usageError("%q: %w", address, err)
	}
	c, err := crawl.New(crawl.Options{Seeds: []crawl.Address{a}, UserAgent: userAgent()})
	if err != nil {
		return 0, nil, usageError("%w", err)
	}
	defer c.Close()
	got := c.Robots(ctx, a)
	last := got.Last()
	if !last.Answered() {
		return 0, nil, couldNotRun(fmt.Errorf("ask %s/robots.txt: %s: %s", got.Origin, last.Reason, last.Cause))
	}
	return last.Status, got.Body, nil
}

func writeExplanations(streams streams, asJSON bool, all []robots.Explanation) error {
	if asJSON {
		return writeJSON(streams.out, struct {
			Schema  int                  `json:"schema_version"`
			Answers []robots.Explanation `json:"answers"`
		}{1, all})
	}
	for i, e := range all {
		if i > 0 {
			fmt.Fprintln(streams.out)
		}
		if err := e.WriteText(streams.out); err != nil {
			return err
		}
	}
	return nil
}

// userAgent is what our own requests are signed with.
func userAgent() string {
	return "Signpost/" + readAbout().Version + " (+https://github.com/seed-3913a1bb/signpost)"
}
