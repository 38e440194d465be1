package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

func newPages(io streams) *cobra.Command {
	cmd := &cobra.Command{
		Use: "pages", Short: "List, render and serve the pages that visitors get", GroupID: "edge",
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPagesRender(io), newPagesList(io), newPagesServe(io))
	return cmd
}

// writers turn a document into each form that Signpost can answer in.
var writers = map[string]func(problem.Document) ([]byte, error){
	"html": func(d problem.Document) ([]byte, error) {
		// A page with a cause is what somebody sees whose change met a conflict.
		return views.Render(views.NewPage(d, views.PageOptions{Unsafe: d.Cause != ""}))
	},
	"problem+json": func(d problem.Document) ([]byte, error) { return d.JSON(), nil },
	"xml":          func(d problem.Document) ([]byte, error) { return d.XML(), nil },
	"text":         func(d problem.Document) ([]byte, error) { return d.Text(), nil },
	"markdown":     func(d problem.Document) ([]byte, error) { return d.Markdown(), nil },
}

func formatNames() []string { return slices.Sorted(maps.Keys(writers)) }

func causeNames() []string {
	var names []string
	for _, c := range problem.Causes() {
		names = append(names, string(c))
	}
	return names
}

func languageTags() []string {
	var tags []string
	for _, l := range locale.All() {
		tags = append(tags, l.Tag())
	}
	return tags
}

// oneOf checks a word against a closed set and names the set, or the nearest
// word, when it is not in it.
func oneOf(what, word string, set []string) error {
	if slices.Contains(set, word) {
		return nil
	}
	if hint := rule.Nearest(word, set); hint != "" {
		return usageError("unknown %s %q%s", what, word, hint)
	}
	return usageError("unknown %s %q: use one of %s", what, word, strings.Join(set, ", "))
}
