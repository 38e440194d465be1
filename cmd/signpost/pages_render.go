package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

func newPagesRender(io streams) *cobra.Command {
	var lang, format, cause string
	cmd := &cobra.Command{
		Use: "render STATUS", Short: "Write one page to stdout",
		Example: "  signpost pages render 409 --cause edit-conflict > conflict.html\n" +
			"  signpost pages render 503 --lang de --format text",
		Args: oneArgument("a status, for example 409"),
		RunE: func(_ *cobra.Command, args []string) error {
			body, err := renderPage(args[0], lang, format, cause)
			if err != nil {
				return err
			}
			_, err = io.out.Write(body)
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&lang, "lang", "en", "language of the page")
	flags.StringVar(&format, "format", "html", "html, problem+json, xml, text or markdown")
	flags.StringVar(&cause, "cause", "", "cause of a conflict, for example edit-conflict")
	return cmd
}

func renderPage(code, lang, format, cause string) ([]byte, error) {
	c, err := status.Parse(code)
	if err != nil {
		return nil, usageError("%w", err)
	}
	if !c.IsError() {
		return nil, usageError("%d (%s) is no error: pages exist for 400 to 599", int(c), c.Reason())
	}
	language, ok := locale.Lookup(lang)
	if !ok {
		return nil, oneOf("language", lang, languageTags())
	}
	if err := oneOf("format", format, formatNames()); err != nil {
		return nil, err
	}
	if cause != "" {
		if err := oneOf("cause", cause, causeNames()); err != nil {
			return nil, err
		}
	}
	p := problem.Problem{Status: c, Cause: problem.Cause(cause)}
	return writers[format](problem.Describe(p, problem.DescribeOptions{Lang: language}))
}
