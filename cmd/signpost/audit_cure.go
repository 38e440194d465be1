package main

import (
	"errors"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/cure"
)

// cureFlags say whether the edge's rules are written, and how.
type cureFlags struct {
	emitRules string
	enforce   bool
}

func (f *cureFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.emitRules, "emit-rules", "", "file for the configuration of the edge that mends what was found; more files come beside it")
	flags.BoolVar(&f.enforce, "enforce", false, "with --emit-rules: rules may change a 2xx at once, instead of only reporting it")
}

// check refuses what would lose rules or files.
func (f *cureFlags) check(newOnly bool) error {
	switch {
	case f.enforce && f.emitRules == "":
		return errors.New("--enforce says how rules are written: add --emit-rules FILE")
	case f.emitRules == "-":
		return errors.New("--emit-rules -: more files are written beside it; name a file")
	case f.emitRules != "" && newOnly:
		return errors.New("--emit-rules and --new-only: rules for known findings would be lost; use one of them")
	case slices.Contains(cure.FileNames("x")[1:], filepath.Base(f.emitRules)):
		return errors.New("--emit-rules " + f.emitRules + ": a file of that name is written beside it; use another name")
	}
	return nil
}

// places opens all files now, so that a mistake shows before the work.
func (f *cureFlags) places() ([]*output, error) {
	if f.emitRules == "" {
		return nil, nil
	}
	var all []*output
	for _, name := range cure.FileNames(f.emitRules) {
		out, err := newOutput(name, nil)
		if err != nil {
			discardOutputs(all)
			return nil, err
		}
		all = append(all, out)
	}
	return all, nil
}

func discardOutputs(all []*output) {
	for _, out := range all {
		out.discard()
	}
}

// annotate names in each finding what of the edge mends it.
func (f *cureFlags) annotate(r *audit.Report) *cure.Plan {
	return cure.Annotate(r, cure.Options{Enforce: f.enforce})
}

// emits reports that rules are written: a site that nobody could reach, and of
// which nothing is known, leaves the files of an earlier run alone.
func (f *cureFlags) emits(r *audit.Report, p *cure.Plan) bool {
	return f.emitRules != "" && (r.Run.State != audit.StateUnreachable || !p.IsEmpty())
}

func (f *cureFlags) emit(places []*output, r *audit.Report, p *cure.Plan) error {
	if !f.emits(r, p) {
		return nil
	}
	var wrong []error
	for i, file := range p.Files(f.emitRules) {
		wrong = append(wrong, places[i].write(func(w io.Writer) error {
			_, err := w.Write(file.Data)
			return err
		}))
	}
	return errors.Join(wrong...)
}

func (f *cureFlags) mention(r *audit.Report, p *cure.Plan) string {
	if !f.emits(r, p) {
		return ""
	}
	return "; rules in " + f.emitRules
}
