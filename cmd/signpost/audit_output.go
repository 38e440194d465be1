package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
)

// reportFile is a form of the report and where it goes.
type reportFile struct {
	form  report.Form
	out   *output
	lines *report.Lines // of JSON lines on stdout, which flow while the run goes on
}

// reportFiles opens every place that the flags name: --output FILE in the form
// of --format, --output FORM=FILE in its own. Without any, stdout.
func reportFiles(format string, outputs []string, stdout io.Writer) ([]reportFile, error) {
	if len(outputs) == 0 {
		outputs = []string{"-"}
	}
	var files []reportFile
	var wrong []error
	toStdout := 0
	for _, text := range outputs {
		form, name := format, text
		if before, after, ok := strings.Cut(text, "="); ok && !strings.ContainsAny(before, "/.") {
			form, name = before, after
		}
		f, err := report.FormNamed(form)
		if err != nil {
			wrong = append(wrong, usageError("%w", err))
			continue
		}
		if name == "-" {
			toStdout++
		}
		out, err := newOutput(name, stdout)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		files = append(files, reportFile{f, out, flowing(f, out)})
	}
	if toStdout > 1 {
		wrong = append(wrong, usageError("--output: only one report can go to stdout"))
	}
	if len(wrong) > 0 {
		discardAll(files)
		return nil, usageError("%w", errors.Join(wrong...))
	}
	return files, nil
}

// flowing makes the writer of JSON lines for stdout. A file appears whole or not
// at all, so there nothing flows.
func flowing(f report.Form, out *output) *report.Lines {
	if f.Name != "jsonl" || out.temp != nil {
		return nil
	}
	return report.NewLines(out.std)
}

func discardAll(files []reportFile) {
	for _, f := range files {
		f.out.discard()
	}
}

// writeAll writes every form, also those behind one that fails.
func writeAll(files []reportFile, r *audit.Report, o report.Options, color string) error {
	var wrong []error
	for _, f := range files {
		wrong = append(wrong, f.out.write(func(w io.Writer) error {
			if f.lines != nil {
				return f.lines.End(r)
			}
			o.Color = wantsColor(color, w)
			return f.form.Write(w, r, o)
		}))
	}
	return errors.Join(wrong...)
}

// mentionAll says where the reports are.
func mentionAll(files []reportFile) string {
	var names []string
	for _, f := range files {
		if f.out.name != "" {
			names = append(names, f.out.name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "; report in " + strings.Join(names, ", ")
}

// wantsColor decides for a place: by the flag, then by the conventions of
// no-color.org and CLICOLOR_FORCE, then by what the place is.
func wantsColor(flag string, w io.Writer) bool {
	switch {
	case flag != "auto":
		return flag == "always"
	case os.Getenv("NO_COLOR") != "":
		return false
	case os.Getenv("CLICOLOR_FORCE") != "" && os.Getenv("CLICOLOR_FORCE") != "0":
		return true
	}
	return isTerminal(w)
}

// listsURLs reports that a form needs every address.
func listsURLs(files []reportFile) bool {
	for _, f := range files {
		if f.form.Name == "csv-urls" {
			return true
		}
	}
	return false
}

// formHelp lists the forms for the help of a flag.
func formHelp() string {
	return fmt.Sprintf("form of the report: %s", strings.Join(report.FormNames(), ", "))
}
