package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/store"
	"github.com/seed-3913a1bb/signpost/audit/triage"
)

// triageFlags say what becomes of findings.
type triageFlags struct {
	failOn, baseline, by, ignoreFile string
	severities, rules, skip          []string
	newOnly, exitZero, showUnsure    bool
	ignores                          []triage.Ignore // of the configuration
}

const usualIgnoreFile = ".signpost-ignore.yaml"

func (f *triageFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.failOn, "fail-on", "error", "exit 1 when this is true: error, warning, notice, never, or as in new:warning,status:5xx>1%")
	flags.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 whatever was found, also when a limit cut the run short")
	flags.StringVar(&f.baseline, "baseline", "", "an earlier report to compare with: a JSON file, or the id of a kept run")
	flags.StringVar(&f.by, "baseline-by", string(triage.ByInstance), "how findings are recognised: instance or group")
	flags.BoolVar(&f.newOnly, "new-only", false, "report only findings that the baseline does not have")
	flags.StringVar(&f.ignoreFile, "ignore-file", usualIgnoreFile, "findings that are accepted, as a YAML list")
	flags.StringArrayVar(&f.severities, "severity", nil, "change a severity, as in link-410=warning; repeatable")
	flags.StringSliceVar(&f.rules, "rules", nil, "checks to run: ids, globs or group:F; default all")
	flags.StringSliceVar(&f.skip, "skip", nil, "checks to leave out")
	flags.BoolVar(&f.showUnsure, "show-unsure", false, "report also what rests on one sign alone")
}

// plan reads everything that the flags name, and reports all mistakes at once.
func (f *triageFlags) plan(ignoreFileGiven bool, stateDir string) (triage.Plan, error) {
	p := triage.Plan{By: triage.By(f.by), NewOnly: f.newOnly}
	gate, gateErr := triage.ParseGate(f.failOn)
	p.Gate = gate
	wrong := []error{gateErr, oneOf("way to recognise findings", f.by, []string{string(triage.ByInstance), string(triage.ByGroup)})}
	for _, text := range f.severities {
		o, err := triage.ParseOverride(text)
		p.Severities, wrong = append(p.Severities, o), append(wrong, err)
	}
	ignores, err := readIgnores(f.ignoreFile, ignoreFileGiven)
	p.Ignores, wrong = append(f.ignores, ignores...), append(wrong, err)
	if f.baseline != "" {
		p.Baseline, err = readReport(f.baseline, stateDir)
		wrong = append(wrong, err)
	}
	return p, errors.Join(wrong...)
}

// chosen returns which checks run.
func (f *triageFlags) chosen() (func(rule.Check) bool, error) {
	only, err := rule.ParseSelectors(f.rules)
	skip, skipErr := rule.ParseSelectors(f.skip)
	return func(c rule.Check) bool {
		return (len(only) == 0 || anyMatches(only, c)) && !anyMatches(skip, c)
	}, errors.Join(err, skipErr)
}

func anyMatches(all []rule.Selector, c rule.Check) bool {
	for _, s := range all {
		if s.Matches(c.ID, c.Group) {
			return true
		}
	}
	return false
}

// readIgnores reads the file of ignores; the usual one may be missing.
func readIgnores(name string, given bool) ([]triage.Ignore, error) {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) && !given {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("--ignore-file: %w", err)
	}
	defer file.Close()
	return triage.ReadIgnores(name, file)
}

// maxReport bounds a report that is read back.
const maxReport = 1 << 30

// readReport reads a report that was written as JSON: a file, or what is kept of
// a run below the state folder.
func readReport(name, stateDir string) (*audit.Report, error) {
	file, err := os.Open(name)
	if kept, idErr := store.ReportFile(stateDir, name); errors.Is(err, fs.ErrNotExist) && idErr == nil {
		if file, err = os.Open(kept); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("no report of run %s is kept in %s", name, stateDir)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	defer file.Close()
	var r audit.Report
	if err := json.NewDecoder(io.LimitReader(file, maxReport)).Decode(&r); err != nil {
		return nil, fmt.Errorf("read report %s: %w", name, err)
	}
	if r.SchemaVersion != audit.SchemaVersion {
		return nil, fmt.Errorf("read report %s: schema_version %d, want %d: is it a report of signpost audit in JSON?", name, r.SchemaVersion, audit.SchemaVersion)
	}
	return &r, nil
}
