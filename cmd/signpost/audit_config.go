package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit/triage"
	"github.com/seed-3913a1bb/signpost/config"
)

// configure takes what the audit block of the configuration says wherever no
// flag says otherwise. Mistakes in
// it are told on stderr, where they fit.
func (f *auditFlags) configure(cmd *cobra.Command) error {
	source := config.Source{File: f.configFile, Env: os.Environ()}
	if source.File == "" {
		source.File, _, _ = config.Find(source.Env)
	}
	if source.File == "" {
		return nil
	}
	loaded, err := config.Load(source)
	if mistakes, ok := errors.AsType[config.Mistakes](err); ok {
		writeCheck(io.Discard, cmd.ErrOrStderr(), checkReport{Mistakes: mistakes})
		return errSilent
	}
	if err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	a := loaded.File.Audit
	f.userAgent = a.UserAgent
	var wrong []error
	f.ignores, err = ignoresOf(a.Ignore)
	wrong = append(wrong, err)
	for _, s := range settingsOf(a) {
		if loaded.Origin(s.key).Kind != config.FromDefault && !cmd.Flags().Changed(s.flag) {
			wrong = append(wrong, cmd.Flags().Set(s.flag, s.value))
		}
	}
	return errors.Join(wrong...)
}

// setting is a key of the configuration, and the flag that says the same.
type setting struct{ key, flag, value string }

func settingsOf(a config.Audit) []setting {
	perSecond := 0.0
	if a.Rate.Per > 0 {
		perSecond = float64(a.Rate.Count) / (float64(a.Rate.Per) / float64(time.Second))
	}
	return []setting{
		{"audit.respect_robots", "ignore-robots", strconv.FormatBool(!a.RespectRobots)},
		{"audit.per_host", "per-host", strconv.Itoa(a.PerHost)},
		{"audit.rate", "rate", strconv.FormatFloat(perSecond, 'f', -1, 64)},
		{"audit.limits.urls", "max-urls", strconv.Itoa(a.Limits.URLs)},
		{"audit.limits.depth", "max-depth", strconv.Itoa(a.Limits.Depth)},
		{"audit.limits.time", "max-duration", a.Limits.Time.Std().String()},
		{"audit.limits.body", "max-body", strconv.FormatInt(int64(a.Limits.Body), 10)},
		{"audit.limits.redirects", "max-redirects", strconv.Itoa(a.Limits.Redirects)},
		{"audit.limits.per_template", "max-per-template", strconv.Itoa(a.Limits.PerTemplate)},
		{"audit.probe", "probe", a.Probe},
		{"audit.variants", "variants", a.Variants},
		{"audit.externals", "externals", strconv.Itoa(a.Externals)},
		{"audit.confirm_after", "confirm-after", a.ConfirmAfter.Std().String()},
		{"audit.allow_private", "allow-private", strconv.FormatBool(a.AllowPrivate)},
		{"audit.fail_on", "fail-on", a.FailOn},
	}
}

// ignoresOf turns the accepted findings of the configuration into those of a
// run: one for each path.
func ignoresOf(all []config.Ignore) (out []triage.Ignore, err error) {
	var wrong []error
	for i, one := range all {
		paths := one.Path
		if len(paths) == 0 {
			paths = []config.Glob{""}
		}
		for _, path := range paths {
			e := triage.IgnoreEntry{Rule: one.Rule, Path: string(path), Because: one.Because}
			if !one.Until.IsZero() {
				e.Until = one.Until.Format(time.DateOnly)
			}
			ignore, err := triage.NewIgnore(e)
			if err != nil {
				wrong = append(wrong, fmt.Errorf("audit.ignore[%d]: %w", i, err))
				continue
			}
			out = append(out, ignore)
		}
	}
	return out, errors.Join(wrong...)
}
