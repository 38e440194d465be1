package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
)

// guide is everything Signpost knows about one status.
type guide struct {
	Schema     int         `json:"schema_version"`
	Code       status.Code `json:"code"`
	Name       string      `json:"name"`
	Registered bool        `json:"registered"`
	Reference  string      `json:"reference"`
	Visitor    string      `json:"visitor"`
	Steps      []string    `json:"visitor_steps"`
	OwnerSteps []string    `json:"owner_steps"`
	Required   []string    `json:"headers_required"`
	Expected   []string    `json:"headers_expected"`
	Index      string      `json:"search_engines"`
	Safe       string      `json:"retry_safe"`
	Automatic  string      `json:"retry_automatic"`
	Cache      string      `json:"cache"`
	RestateTo  *int        `json:"restate_to"`
	Crawler    string      `json:"crawler"`
	Note       *string     `json:"note"`
}

func newStatus(io streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "status CODE", Short: "Explain a status: for visitors, owners, crawlers, caches", GroupID: "more",
		Example: "  signpost status 409\n  signpost status 503 --json",
		Args:    oneArgument("a status, for example 409"),
		RunE: func(_ *cobra.Command, args []string) error {
			g, err := guideTo(args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(io.out, g)
			}
			writeGuide(io.out, g)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func guideTo(arg string) (guide, error) {
	code, err := status.Parse(arg)
	if err != nil {
		return guide{}, usageError("%w", err)
	}
	if !code.IsError() {
		return guide{}, usageError("%d (%s) is no error: the guide covers 400 to 599", int(code), code.Reason())
	}
	f := code.Facts()
	words := locale.English().Status(code, locale.Have{Reference: true, Wait: true, KeptText: true, Links: true})
	g := guide{
		Schema: 1, Code: code, Name: f.Name, Registered: f.Registered, Reference: f.Reference,
		Visitor: words.Sentence, Steps: words.Steps, OwnerSteps: f.OwnerSteps,
		Required: orEmpty(f.Required), Expected: orEmpty(f.Expected),
		Index: string(f.Index), Safe: string(f.Safe), Automatic: string(f.Automatic),
		Cache: f.Cache, Crawler: f.Crawler, Note: orNull(f.Note),
	}
	if f.RestateTo != 0 {
		g.RestateTo = new(int(f.RestateTo))
	}
	return g, nil
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func writeGuide(w io.Writer, g guide) {
	kind := "registered"
	if !g.Registered {
		kind = "unofficial"
	}
	fmt.Fprintf(w, "%d %s (%s, %s)\n\n", int(g.Code), g.Name, kind, g.Reference)
	paragraph(w, "For visitors: ", 14, g.Visitor)
	numbered(w, g.Steps)
	fmt.Fprintln(w, "\nFor the owner of the site:")
	numbered(w, g.OwnerSteps)
	fmt.Fprintln(w)
	row := func(label, text string) {
		if text != "" {
			paragraph(w, label, 17, text)
		}
	}
	row("Search engines", status.IndexEffect(g.Index).Explain())
	row("On GET and HEAD", g.Crawler)
	row("Must be sent", strings.Join(g.Required, ", "))
	row("Good to send", strings.Join(g.Expected, ", "))
	row("Cache-Control", g.Cache)
	row("Send it again", retryInWords(status.Safe(g.Safe)))
	if g.RestateTo != nil {
		row("Better code", fmt.Sprintf("%d %s", *g.RestateTo, status.Code(*g.RestateTo).Reason()))
	}
	if g.Note != nil {
		row("Note", *g.Note)
	}
}

// retryInWords answers "may the same request be sent again?".
func retryInWords(s status.Safe) string {
	words := map[status.Safe]string{
		status.SafeNo:              "no",
		status.SafeYes:             "yes",
		status.SafeIdempotent:      "idempotent methods only",
		status.SafeAfterDelay:      "yes, later",
		status.SafeAfterRefetch:    "after reading the current state",
		status.SafeAfterUserAction: "after somebody has done something about it",
		status.SafeChangedRequest:  "a changed request only",
		status.SafeNewConnection:   "on a new connection",
	}
	return words[s]
}
