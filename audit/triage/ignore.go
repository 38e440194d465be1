package triage

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// IgnoreEntry is an ignore as a configuration writes it. Because is needed; the
// rest may be empty.
type IgnoreEntry struct {
	Rule    string `yaml:"rule"`    // id, glob or group:F
	Path    string `yaml:"path"`    // * within a segment, ** over segments; empty: everywhere
	Because string `yaml:"because"` // why the finding is accepted
	Until   string `yaml:"until"`   // last day, 2006-01-02; empty: for good
}

// Ignore accepts findings of some checks at some paths.
type Ignore struct {
	IgnoreEntry
	checks rule.Selector
	path   *regexp.Regexp // nil: every path
	until  time.Time      // first moment after the last day; zero: for good
}

// NewIgnore checks an entry. The error names everything that is wrong with it.
func NewIgnore(e IgnoreEntry) (Ignore, error) {
	out := Ignore{IgnoreEntry: e}
	var wrong []error
	checks, err := rule.ParseSelector(e.Rule)
	if err != nil {
		wrong = append(wrong, fmt.Errorf("rule: %w", err))
	}
	out.checks = checks
	if strings.TrimSpace(e.Because) == "" {
		wrong = append(wrong, errors.New("because: say why this finding is accepted"))
	}
	if e.Path != "" {
		if !strings.HasPrefix(e.Path, "/") && !strings.HasPrefix(e.Path, "*") {
			wrong = append(wrong, fmt.Errorf("path %q: begin it with / or *", e.Path))
		}
		out.path = pathPattern(e.Path)
	}
	if e.Until != "" {
		day, err := time.Parse(time.DateOnly, e.Until)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("until %q: write the last day as 2027-01-31", e.Until))
		}
		out.until = day.AddDate(0, 0, 1)
	}
	return out, errors.Join(wrong...)
}

// pathPattern turns a glob over paths into a regular expression.
func pathPattern(glob string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(glob)
	quoted = strings.ReplaceAll(quoted, `\*\*`, `.*`)
	return regexp.MustCompile(`^` + strings.ReplaceAll(quoted, `\*`, `[^/]*`) + `$`)
}

func (i Ignore) expired(now time.Time) bool { return !i.until.IsZero() && !now.Before(i.until) }

func (i Ignore) matches(f audit.Finding) bool {
	return i.checks.Matches(f.ID, f.Group) && (i.path == nil || i.path.MatchString(pathOf(f.URL)))
}

// pathOf cuts scheme, host, query and fragment from an absolute address.
func pathOf(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	at := strings.IndexAny(rest, "/?#")
	if at < 0 || rest[at] != '/' {
		return "/"
	}
	path := rest[at:]
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	return path
}

// ignore sets accepted findings aside and tells what each ignore did. An expired
// one accepts nothing.
func ignore(r *audit.Report, all []Ignore, now time.Time) {
	uses := make([]audit.IgnoreUse, 0, len(all))
	for _, i := range all {
		uses = append(uses, audit.IgnoreUse{Rule: i.Rule, Path: i.Path, Because: i.Because, Until: i.Until, Expired: i.expired(now)})
	}
	kept := []audit.Finding{}
	for _, f := range r.Findings {
		if accepted := accept(f, all, uses); accepted != nil {
			r.Ignored = append(r.Ignored, audit.Ignored{Finding: f, Because: accepted.Because, Until: accepted.Until})
			continue
		}
		kept = append(kept, f)
	}
	r.Findings, r.Ignores = kept, append(r.Ignores, uses...)
}

// accept returns the ignore that sets a finding aside, and counts it.
func accept(f audit.Finding, all []Ignore, uses []audit.IgnoreUse) (accepted *Ignore) {
	for n := range all {
		if !all[n].matches(f) {
			continue
		}
		uses[n].Count++
		if accepted == nil && !uses[n].Expired {
			accepted = &all[n]
		}
	}
	return accepted
}
