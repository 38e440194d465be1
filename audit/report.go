package audit

import (
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// SchemaVersion of the JSON form of a Report. Fields may be added under one
// version; none is removed or changes its meaning.
const SchemaVersion = 1

// Report is everything that a run has to tell. Its lists are sorted: two runs
// of an unchanged site differ only in times and counters. Every key is always
// there; absent values are null and empty lists are [].
type Report struct {
	SchemaVersion int               `json:"schema_version"`
	Tool          Tool              `json:"tool"`
	Run           RunInfo           `json:"run"`
	Site          SiteInfo          `json:"site"`
	Summary       Summary           `json:"summary"`
	Pages         int               `json:"pages"` // HTML documents of the site that answered 2xx
	Truncated     bool              `json:"truncated"`
	LimitsReached []LimitReached    `json:"limits_reached"`
	Findings      []Finding         `json:"findings"` // worst first, then by id and address
	Groups        []Group           `json:"groups"`
	Unverified    []Unverified      `json:"unverified"`
	ChecksRun     []string          `json:"checks_run"`
	SkippedChecks []rule.Skipped    `json:"skipped_checks"`
	Redirects     []Redirect        `json:"redirects"`
	Hosts         []crawl.HostStats `json:"hosts"`
	Compare       *Comparison       `json:"compare"` // against a baseline; null without one
	Gate          Gate              `json:"gate"`
	Ignored       []Ignored         `json:"ignored"` // findings that an ignore keeps out of findings
	Ignores       []IgnoreUse       `json:"ignores"` // the ignores that were in force or have expired
	Templates     []TemplateTally   `json:"templates"`
	Sections      []TemplateTally   `json:"sections"` // templates of directories
	Depths        []DepthTally      `json:"depths"`
	Discovery     []DiscoveryPoint  `json:"discovery"`   // how the site became known, in order
	Probes        []Probed          `json:"probes"`      // what made-up names got
	ErrorPages    []ErrorDesign     `json:"error_pages"` // one a design
	Variants      []Varied          `json:"variants"`    // addresses that were asked in other ways
	Conditional   []Conditional     `json:"conditional"` // how they treat validators
	Reached       Keys              `json:"reached"`     // addresses that gave an answer worth something, for a later comparison
	Past          rule.Past         `json:"past"`        // what the next run compares with; empty for a very large site
	URLs          []URLRow          `json:"-"`           // only with Options.ListURLs

	Took map[string]time.Duration `json:"-"` // what each check needed; nil in a report that was read back
}

// Tool names the program.
type Tool struct {
	Name             string `json:"name"`
	Version          string `json:"version"`
	CatalogueVersion int    `json:"catalogue_version"`
}

// State says how a run ended.
type State string

// The states.
const (
	StateFinished    State = "finished"
	StateInterrupted State = "interrupted"
	StateUnreachable State = "unreachable"
)

// RunInfo describes the run.
type RunInfo struct {
	ID          string    `json:"id"`
	Started     time.Time `json:"started"`
	Ended       time.Time `json:"ended"`
	State       State     `json:"state"`
	Resumed     bool      `json:"resumed"`
	Seeds       []string  `json:"seeds"`
	Settings    Settings  `json:"settings"`
	UserAgent   string    `json:"user_agent"`
	SimulatedAs *string   `json:"simulated_as"`
	Vantage     *string   `json:"vantage"`
	ExitCode    int       `json:"exit_code"`
}

// Settings are the options as they were resolved.
type Settings struct {
	MaxURLs      int          `json:"max_urls"`     // 0: no limit
	MaxDuration  string       `json:"max_duration"` // 0s: no limit
	ConfirmAfter string       `json:"confirm_after"`
	Scope        string       `json:"scope"`
	Externals    string       `json:"externals"`
	Variants     VariantLevel `json:"variants"`
	Probe        ProbeLevel   `json:"probe"`       // how much was asked for made-up names
	ProbeNames   [2]string    `json:"probe_names"` // for those who read the site's log
}

// SiteInfo is what the site is made of.
type SiteInfo struct {
	Origins  []string      `json:"origins"`
	Robots   []RobotsInfo  `json:"robots"`
	Sitemaps []SitemapInfo `json:"sitemaps"`
}

// RobotsInfo is a robots.txt.
type RobotsInfo struct {
	URL        string       `json:"url"`
	Status     int          `json:"status"`
	Reason     crawl.Reason `json:"reason"`
	Policy     string       `json:"policy"`
	Bytes      int          `json:"bytes"`
	Rules      int          `json:"rules"`
	Lines      []RobotsLine `json:"lines"`       // the first ones; empty lines are left out
	LinesTotal int          `json:"lines_total"` // without empty ones
}

// SitemapInfo is a sitemap file.
type SitemapInfo struct {
	URL    string            `json:"url"`
	Status int               `json:"status"`
	Reason crawl.Reason      `json:"reason"`
	Kind   crawl.SitemapKind `json:"kind"`
	Locs   int               `json:"locs"`
	Error  string            `json:"error"`
}

// Summary counts.
type Summary struct {
	Error          int            `json:"error"`
	Warning        int            `json:"warning"`
	Notice         int            `json:"notice"`
	URLs           int            `json:"urls"`
	ByStatus       map[string]int `json:"by_status"`
	ByClass        map[string]int `json:"by_class"`
	ByOutcome      map[string]int `json:"by_outcome"`
	Bytes          int64          `json:"bytes"`
	Requests       int            `json:"requests"`
	Retries        int            `json:"retries"`
	Unchanged      int            `json:"unchanged"` // answers that confirmed those of an earlier run
	Pauses         []Pause        `json:"pauses"`
	Templates      int            `json:"templates"`
	Seconds        float64        `json:"seconds"`
	CrawlSeconds   float64        `json:"crawl_seconds"` // until the frontier was empty
	PagesPerSecond float64        `json:"pages_per_second"`
}

// Pause is the waiting that a host asked for.
type Pause struct {
	Host    string  `json:"host"`
	Count   int     `json:"count"`
	Seconds float64 `json:"seconds"`
}

// LimitReached is a limit that stopped part of the run.
type LimitReached struct {
	Limit   string `json:"limit"`
	Value   string `json:"value"`
	Left    int    `json:"left"`
	Default bool   `json:"default"` // nobody asked for it
}

// Group sums up the findings of one check in one template.
type Group struct {
	ID         string          `json:"id"`
	Template   string          `json:"template"`
	Count      int             `json:"count"`
	Of         int             `json:"of"` // addresses of the template that were asked; 0 where that means nothing
	Severity   rule.Severity   `json:"severity"`
	Confidence rule.Confidence `json:"confidence"`
	Examples   []string        `json:"examples"`
}

// Unverified is an address about which nothing can be said.
type Unverified struct {
	URL     string       `json:"url"`
	Status  int          `json:"status"`
	Reason  crawl.Reason `json:"reason"`
	Sources []Source     `json:"sources"`
}

// Redirect is a chain of redirects that links or sitemaps lead to.
type Redirect struct {
	From        string   `json:"from"`
	Hops        int      `json:"hops"`
	Chain       []string `json:"chain"`
	Statuses    []int    `json:"statuses"`
	To          string   `json:"to"`
	FinalStatus int      `json:"final_status"`
	Loop        bool     `json:"loop"`
	Sources     int      `json:"sources_total"`
}

// Gate is the decision whether the run fails.
type Gate struct {
	Expression string   `json:"expression"`
	Terms      []string `json:"terms"`
	Fired      bool     `json:"fired"`
	FiredBy    []string `json:"fired_by"` // of the terms, those that are true
	IDs        []string `json:"ids"`      // checks whose findings made them so
}
