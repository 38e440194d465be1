package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

const exitCodeHelp = `Exit codes: 0 fine, 1 findings, 2 usage or configuration, 3 could not run,
4 interrupted or cut short by a default limit, 5 internal error.`

func newRoot(io streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "signpost",
		Short: "Pages for errors, and an audit for the errors that hurt",
		Long: `Signpost keeps bad status codes from costing a website its visitors and its
place in search results.

` + exitCodeHelp,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noSuchCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddGroup(
		&cobra.Group{ID: "edge", Title: "The edge:"},
		&cobra.Group{ID: "audit", Title: "The audit:"},
		&cobra.Group{ID: "more", Title: "More:"},
	)
	root.SetHelpCommandGroupID("more")
	root.SetCompletionCommandGroupID("more")
	root.AddCommand(
		newDemo(io), newServe(io), newConfig(io), newExplain(io), newPages(io),
		newAudit(io), newCompare(io), newRules(io), newProbe(io), newRobots(io), newTestsite(io),
		newStatus(io), newVersion(io),
	)
	root.SetIn(io.in)
	root.SetOut(io.out)
	root.SetErr(io.err)
	root.SetFlagErrorFunc(flagError)
	return root
}

// noSuchCommand answers a word that is no command with the nearest one.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return usageError("unknown command %q%s", strings.TrimSpace(cmd.CommandPath()+" "+args[0]), rule.Nearest(args[0], names))
}
