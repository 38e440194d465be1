package report

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Options says how the forms write. Each form looks at what concerns it.
type Options struct {
	TextOptions
	BOM bool // CSV: begin with a byte order mark, which some spreadsheets need
}

// schema is generated from the types by TestTheCommittedSchemaIsThatOfTheTypes.
//
//go:embed schema.json
var schema string

// Schema is the JSON Schema (2020-12) of the JSON form. Its definition Line is
// that of one line of the JSON lines.
func Schema() string { return schema }

// Form is one way to write a report.
type Form struct {
	Name  string // as the command line names it
	About string // in a few words
	// Write writes the report; the same report gives the same bytes. The error is
	// one of writing.
	Write func(w io.Writer, r *audit.Report, o Options) error
}

// Forms lists the forms in the order of the manual.
func Forms() []Form {
	return []Form{
		{"text", "for a terminal", func(w io.Writer, r *audit.Report, o Options) error { return Text(w, r, o.TextOptions) }},
		{"json", "everything, in one object", plain(JSON)},
		{"jsonl", "everything, one record a line", plain(JSONLines)},
		{"html", "one page for people, without scripts", plain(HTML)},
		{"csv", "findings as a table", Findings},
		{"csv-urls", "every address as a table", Addresses},
		{"csv-redirects", "chains of redirects as a table", Redirects},
		{"markdown", "for a pull request", plain(Markdown)},
		{"sarif", "for code scanning, SARIF 2.1.0", plain(SARIF)},
		{"junit", "for test reports", plain(JUnit)},
		{"github", "annotations of GitHub Actions", plain(GitHub)},
		{"llm", "ids, counts and fixes as compact JSON", plain(Compact)},
	}
}

// plain makes a form of a function without options.
func plain(write func(io.Writer, *audit.Report) error) func(io.Writer, *audit.Report, Options) error {
	return func(w io.Writer, r *audit.Report, _ Options) error { return write(w, r) }
}

// FormNamed returns the form with a name. The error names the nearest one.
func FormNamed(name string) (Form, error) {
	names := FormNames()
	for _, f := range Forms() {
		if f.Name == name {
			return f, nil
		}
	}
	return Form{}, fmt.Errorf("unknown format %q%s; use %s", name, rule.Nearest(name, names), strings.Join(names, ", "))
}

// FormNames lists the names of the forms.
func FormNames() []string {
	var names []string
	for _, f := range Forms() {
		names = append(names, f.Name)
	}
	return names
}

// written wraps an error of writing.
func written(err error) error {
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
