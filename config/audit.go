package config

// Audit is what `signpost audit` uses when no flag says otherwise.
type Audit struct {
	// UserAgent of the crawler. Default: version and project.
	UserAgent string `yaml:"user_agent"`
	// RespectRobots obeys robots.txt.
	RespectRobots bool `yaml:"respect_robots" default:"true"`
	// PerHost is the largest number of requests under way to one host.
	PerHost int `yaml:"per_host" default:"8" min:"1" max:"256"`
	// Rate is the largest number of requests to one host; 0/s leaves it to the governor.
	Rate Rate `yaml:"rate" default:"0/s"`
	// Limits end a crawl.
	Limits CrawlLimits `yaml:"limits"`
	// Probe is how much is asked for made-up names. Default: light, for one's own site full.
	Probe string `yaml:"probe" enum:"off light full"`
	// Variants is how many addresses are asked in every way.
	Variants string `yaml:"variants" enum:"off sample all" default:"sample"`
	// Externals is how many addresses of other sites are asked; 0 for none.
	Externals int `yaml:"externals" default:"1000" min:"0"`
	// ConfirmAfter is the wait before a failure is asked again. Default on loopback: 250ms.
	ConfirmAfter Duration `yaml:"confirm_after" default:"30s"`
	// AllowPrivate lets the crawler reach private and loopback addresses by redirect.
	AllowPrivate bool `yaml:"allow_private" default:"false"`
	// FailOn: notice, warning, error, never, or an expression.
	FailOn string `yaml:"fail_on" default:"error"`
	// Ignore lists findings that are known.
	Ignore []Ignore `yaml:"ignore"`
}

// CrawlLimits end a crawl; a reached limit is a finding.
type CrawlLimits struct {
	// URLs that are fetched.
	URLs int `yaml:"urls" default:"10000" min:"1"`
	// PerTemplate is how many addresses of one kind are asked, such as /products/{n}; 0 for no limit.
	PerTemplate int `yaml:"per_template" default:"0" min:"0"`
	// Depth of links.
	Depth int `yaml:"depth" default:"20" min:"0"`
	// Time of the whole crawl.
	Time Duration `yaml:"time" default:"30m" min:"1s"`
	// Body of one page.
	Body Size `yaml:"body" default:"10MiB" min:"1KiB"`
	// Redirects in a row.
	Redirects int `yaml:"redirects" default:"10" min:"0" max:"50"`
}

// Ignore is one finding that is known, with its reason.
type Ignore struct {
	// Rule is the id of a check.
	Rule string `yaml:"rule" rule:"required" example:"the id of a check"`
	// Path of the pages that are meant. Default: all.
	Path []Glob `yaml:"path" rule:"one"`
	// Because is the reason.
	Because string `yaml:"because" rule:"required" example:"the reason"`
	// Until is the last day, such as 2027-01-31.
	Until Moment `yaml:"until"`
}
