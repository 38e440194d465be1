package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

// keepReport writes the report beside what was crawled, so that a later run can
// be compared with this one by its id. A run that is not kept has no folder.
func keepReport(stateDir string, r *audit.Report) error {
	name, err := store.ReportFile(stateDir, r.Run.ID)
	if err != nil {
		return nil // of a run in memory
	}
	var text bytes.Buffer
	if err := report.JSON(&text, r); err != nil {
		return err
	}
	if err := os.WriteFile(name, text.Bytes(), 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keep the report: %w", err)
	}
	return nil
}

// warnExpired tells of accepted findings whose time is over.
func warnExpired(w io.Writer, r *audit.Report) {
	for _, i := range r.Ignores {
		if i.Expired {
			fmt.Fprintf(w, "signpost: warning: the ignore of %s (%s) ended on %s; findings that are back: %d\n",
				oneLine(i.Rule), oneLine(i.Because), i.Until, i.Count)
		}
	}
}

// tellGitHub adds the Markdown of a run to the summary of a step of GitHub
// Actions, and its counts to the outputs, where GitHub names files for them and
// its annotations are asked for.
func tellGitHub(env func(string) string, files []reportFile, r *audit.Report) error {
	asked := false
	for _, f := range files {
		asked = asked || f.form.Name == "github"
	}
	if !asked {
		return nil
	}
	s := r.Summary
	counts := fmt.Sprintf("error=%d\nwarning=%d\nnotice=%d\npages=%d\ngate_fired=%t\n", s.Error, s.Warning, s.Notice, r.Pages, r.Gate.Fired)
	return errors.Join(
		appendTo(env("GITHUB_STEP_SUMMARY"), func(w io.Writer) error { return report.Markdown(w, r) }),
		appendTo(env("GITHUB_OUTPUT"), func(w io.Writer) error { _, err := io.WriteString(w, counts); return err }),
	)
}

func appendTo(name string, write func(io.Writer) error) error {
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("tell GitHub: %w", err)
	}
	return errors.Join(write(file), file.Close())
}
