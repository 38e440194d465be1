package audit

import (
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

// Defaults of a run.
const (
	DefaultMaxURLs     = 10000
	DefaultMaxDuration = 30 * time.Minute
	confirmAfter       = 30 * time.Second
	confirmLoopback    = 250 * time.Millisecond
	project            = "https://github.com/seed-3913a1bb/signpost"
)

// Options configures a run. Only Seeds is needed.
type Options struct {
	// Seeds are the addresses to begin with. Without a scheme, https is meant.
	Seeds []string
	// MaxURLs is how many addresses are asked at most; 0 means
	// DefaultMaxURLs, a negative number no limit.
	MaxURLs int
	// MaxDuration is how long the crawl may take; 0 means DefaultMaxDuration, a
	// negative time no limit. Confirmations and probes come on top.
	MaxDuration time.Duration
	// ConfirmAfter is how long a failure is left alone before it is asked
	// again. Nil means 30 s, and 250 ms when all seeds are on loopback, where
	// nothing recovers by waiting.
	ConfirmAfter *time.Duration
	// Version of the program; it is part of the user agent and the report.
	Version string
	// UserAgent overrides Signpost/VERSION (+project address).
	UserAgent string
	// Probe is how much is asked for made-up names; empty means ProbeLight, and
	// ProbeFull with Crawl.OwnSite.
	Probe ProbeLevel
	// UnsafeProbes allows requests by POST, with an empty body, and OPTIONS. It
	// needs a site of one's own.
	UnsafeProbes bool
	// ProbeNames are the two made-up names that are tried, 24 hex digits each.
	// Empty: drawn at random.
	ProbeNames [2]string
	// Variants is how many addresses are asked in every way; empty means
	// VariantsSample.
	Variants VariantLevel
	// Externals is how many addresses of other sites are asked at most; 0 means
	// DefaultExternals, a negative number none.
	Externals int
	// FailOn is the severity from which on ExitCode in the report is 1. Empty
	// means FailOnError.
	FailOn FailOn
	// Checks says which checks of the catalogue run; nil: all.
	Checks func(rule.Check) bool
	// KeepUnsure keeps findings that rest on one sign. They never make a run fail.
	KeepUnsure bool
	// ListURLs fills in Report.URLs, which takes memory for each address.
	ListURLs bool
	// Progress is told how far the run is, from many goroutines and often; nil:
	// nobody looks.
	Progress func(Progress)
	// Watch is told what happens while the run goes on.
	Watch Watcher
	// Crawl says what is asked, and how fast. The zero value has defaults.
	Crawl Crawling
	// Store is the state folder in which the run is kept, so that it can be
	// continued; empty: the run is in memory and temporary.
	Store string
	// Earlier is what an earlier run remembered, in its report; nil: that of the
	// last one in Store.
	Earlier *rule.Past
	// Resume says whether an earlier run is continued.
	Resume store.Mode
	// KeepRuns is how many runs of the same seeds stay in Store, this one
	// included; 0: all.
	KeepRuns int
	// Stop, when it is closed, lets what is under way finish and asks nothing
	// more; the report has the state interrupted. Nil: never.
	Stop <-chan struct{}
	// Tell is given sentences for the user; nil: nobody listens.
	Tell func(string)
	// Log is for what an operator may want to know; nil discards it.
	Log *slog.Logger
}

// Phase says what a run is doing.
type Phase string

// The phases, in order.
const (
	PhaseCrawl   Phase = "crawling"
	PhaseProbe   Phase = "probing"
	PhaseConfirm Phase = "confirming"
	PhaseJudge   Phase = "judging"
)

// Progress is how far a run is.
type Progress struct {
	Phase   Phase
	Elapsed time.Duration
	crawl.Progress
}

func (o *Options) setDefaults(seeds []crawl.Address) error {
	if o.ConfirmAfter == nil {
		o.ConfirmAfter = new(confirmAfter)
		if crawl.AllLoopback(seeds) {
			o.ConfirmAfter = new(confirmLoopback)
		}
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.UserAgent == "" {
		o.UserAgent = "Signpost/" + o.Version + " (+" + project + ")"
	}
	if o.Variants == "" {
		o.Variants = VariantsSample
	}
	if o.FailOn == "" {
		o.FailOn = FailOnError
	}
	o.Probe = o.Probe.or(o.Crawl.OwnSite)
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	o.Watch.setDefaults()
	if o.Checks == nil {
		o.Checks = func(rule.Check) bool { return true }
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.ProbeNames == [2]string{} {
		names, err := drawNames()
		o.ProbeNames = names
		return err
	}
	return nil
}

var probeName = regexp.MustCompile(`^[0-9a-f]{24}$`)

// validate reports everything that is wrong at once, as a UsageError.
func (o *Options) validate() ([]crawl.Address, error) {
	var wrong []error
	if len(o.Seeds) == 0 {
		wrong = append(wrong, errors.New("no address to audit"))
	}
	var seeds []crawl.Address
	for _, raw := range o.Seeds {
		seed, err := parseSeed(raw)
		if err != nil {
			wrong = append(wrong, err)
		}
		seeds = append(seeds, seed)
	}
	if o.FailOn != "" && !o.FailOn.valid() {
		wrong = append(wrong, fmt.Errorf("fail on %q: use error, warning, notice or never", o.FailOn))
	}
	if o.ConfirmAfter != nil && *o.ConfirmAfter < 0 {
		wrong = append(wrong, errors.New("confirm after a negative time: use 0 to ask again at once"))
	}
	if err := errors.Join(o.Probe.check(), o.Variants.check()); err != nil {
		wrong = append(wrong, err)
	}
	for _, name := range o.ProbeNames {
		if name != "" && !probeName.MatchString(name) {
			wrong = append(wrong, fmt.Errorf("probe name %q: use 24 hex digits", name))
		}
	}
	if _, err := o.crawling(seeds); err != nil {
		wrong = append(wrong, err)
	}
	if len(wrong) > 0 {
		return nil, &UsageError{errors.Join(wrong...)}
	}
	return seeds, nil
}

func parseSeed(raw string) (crawl.Address, error) {
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	return crawl.ParseAddress(raw)
}
