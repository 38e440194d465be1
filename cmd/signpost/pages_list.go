package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
)

// pageList is what `pages list` prints.
type pageList struct {
	Schema    int         `json:"schema_version"`
	Statuses  []pageEntry `json:"statuses"`
	Causes    []pageEntry `json:"causes"`
	Languages []string    `json:"languages"`
	Formats   []string    `json:"formats"`
}

type pageEntry struct {
	Status  status.Code `json:"status,omitempty"`
	Cause   string      `json:"cause,omitempty"`
	Heading string      `json:"heading"`
}

func newPagesList(streams streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the statuses, causes, languages and formats", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list := listPages()
			if asJSON {
				return writeJSON(streams.out, list)
			}
			list.write(streams.out)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func listPages() pageList {
	english := locale.English()
	list := pageList{Schema: 1, Languages: languageTags(), Formats: formatNames()}
	for _, c := range status.Known() {
		list.Statuses = append(list.Statuses, pageEntry{Status: c, Heading: english.Status(c, locale.Have{}).Heading})
	}
	for _, cause := range causeNames() {
		words, _ := english.Cause(cause, "", locale.Have{})
		list.Causes = append(list.Causes, pageEntry{Cause: cause, Heading: words.Heading})
	}
	return list
}

func (l pageList) write(w io.Writer) {
	fmt.Fprintln(w, "Statuses:")
	for _, e := range l.Statuses {
		paragraph(w, fmt.Sprintf("  %d", int(e.Status)), 7, e.Heading)
	}
	fmt.Fprintln(w, "\nCauses of conflicts (--cause):")
	for _, e := range l.Causes {
		paragraph(w, "  "+e.Cause, 25, e.Heading)
	}
	fmt.Fprintln(w)
	paragraph(w, "Languages: ", 11, strings.Join(l.Languages, ", "))
	paragraph(w, "Formats: ", 11, strings.Join(l.Formats, ", "))
}
