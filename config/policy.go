package config

// Defaults is what every site inherits.
type Defaults struct {
	Policy
	// Upstream says how the servers of a site are spoken to.
	Upstream UpstreamPolicy `yaml:"upstream"`
}

// Policy is what may stand under defaults and in a site alike.
type Policy struct {
	// Languages that pages are offered in, the fallback first. Default: every language there is, English as the fallback.
	Languages []Language `yaml:"languages" rule:"one"`
	// Formats that errors are written in.
	Formats []string `yaml:"formats" rule:"one" enum:"html problem+json json problem+xml text markdown" default:"html,problem+json,json,problem+xml,text,markdown"`
	// Brand is the look of the pages.
	Brand Brand `yaml:"brand"`
	// Retry repeats what is safe to repeat.
	Retry Retry `yaml:"retry"`
	// LastGood keeps the newest good copy of a URL, for when the site fails.
	LastGood LastGood `yaml:"last_good"`
	// ProtectReads keeps a page address from being lost to a conflict status.
	ProtectReads bool `yaml:"protect_reads" default:"false"`
	// Reads is what protect_reads does.
	Reads Reads `yaml:"reads"`
	// Status says which statuses leave as another one.
	Status StatusPolicy `yaml:"status"`
	// Only limits what is replaced: all errors, own ones alone, or none.
	Only string `yaml:"only" enum:"all own off" default:"all"`
	// API lists paths below which no error is HTML.
	API []Glob `yaml:"api" rule:"one"`
	// Leaks says what happens to debug pages and stack traces.
	Leaks string `yaml:"leaks" enum:"replace report pass" default:"replace"`
	// CORS is the allowance on own errors.
	CORS CORS `yaml:"cors"`
	// Cache says how long errors may be stored.
	Cache Cache `yaml:"cache"`
	// Headers are those of replaced answers and own errors.
	Headers Headers `yaml:"headers"`
	// Problems are the pages that explain the problem types.
	Problems Problems `yaml:"problems"`
}

// Reads is what protect_reads does for 409, 423, 428 and an unconditional 412.
type Reads struct {
	// Conflict: protect (copy, else 503), copy-only (copy, else pass) or pass.
	Conflict string `yaml:"conflict" enum:"protect copy-only pass" default:"protect"`
	// Causes that get the 503; all for every cause.
	Causes []string `yaml:"causes" rule:"one" enum:"edit-conflict precondition-failed precondition-required locked already-exists state-conflict concurrent-operation idempotency quota unknown all" default:"concurrent-operation,locked"`
	// RetryAfter goes with the 503, jittered by 20 %.
	RetryAfter Duration `yaml:"retry_after" default:"120s" min:"1s" max:"24h"`
	// GiveUpAfter is when a URL that is still answered so passes again.
	GiveUpAfter Duration `yaml:"give_up_after" default:"48h" min:"1m" max:"48h"`
}

// StatusPolicy says which statuses leave as another one.
type StatusPolicy struct {
	// Map sends another status in place of one, inside 400 to 599; or the word recommended.
	Map StatusMap `yaml:"map"`
	// Keep407 lets a 407 leave as it is, not as 502.
	Keep407 bool `yaml:"keep_407" default:"false"`
	// ConfirmDeindex allows map and send to turn 5xx into 4xx, which takes addresses out of the index.
	ConfirmDeindex bool `yaml:"confirm_deindex" default:"false"`
	// RetryAfter goes on own 503 and on replaced 503 and 429 without one; 0s = never.
	RetryAfter Duration `yaml:"retry_after" default:"30s" max:"24h"`
}

// Headers are those of replaced answers and own errors.
type Headers struct {
	// ReferrerPolicy is sent as Referrer-Policy.
	ReferrerPolicy string `yaml:"referrer_policy" enum:"no-referrer no-referrer-when-downgrade origin origin-when-cross-origin same-origin strict-origin strict-origin-when-cross-origin unsafe-url" default:"strict-origin-when-cross-origin"`
	// CSP is the Content-Security-Policy of the pages.
	CSP string `yaml:"csp" enum:"strict report-only off" default:"strict"`
	// Hide lists response headers that tell what runs behind; a star at the end stands for any text.
	Hide []HeaderGlob `yaml:"hide" rule:"one" default:"X-Powered-By,X-AspNet-Version,X-AspNetMvc-Version,X-Debug-*,X-Runtime,X-SourceMap"`
	// Noindex are the statuses that carry X-Robots-Tag: noindex; never 5xx.
	Noindex StatusSet `yaml:"noindex" default:"4xx,!408,!429"`
}

// Problems are the pages that explain the problem types.
type Problems struct {
	// Serve answers below the path.
	Serve bool `yaml:"serve" default:"true"`
	// Path begins and ends with a slash; `type` of a problem is canonical + path + cause.
	Path string `yaml:"path" default:"/_signpost/problems/"`
}
