package config

// Target says which requests are meant.
type Target struct {
	// Path of the request, normalised.
	Path []Glob `yaml:"path" rule:"one"`
	// Method of the request.
	Method []Method `yaml:"method" rule:"one"`
}

// Conditional guards against lost updates. Only the origin side may do this
// (RFC 9110 13.2.1), so the owner asserts it.
type Conditional struct {
	// OriginAuthority asserts that the edge acts for the origin.
	OriginAuthority bool `yaml:"origin_authority" default:"false"`
	// Mode: report (log and count) or enforce.
	Mode string `yaml:"mode" enum:"report enforce" default:"report"`
	// RequireIfMatch answers 428 to writes without If-Match.
	RequireIfMatch *Target `yaml:"require_if_match"`
	// Compare reads the current ETag first and answers 412; best effort.
	Compare bool `yaml:"compare" default:"false"`
	// Queue sends writes to one resource one after the other.
	Queue *Queue `yaml:"queue"`
}

// Queue sends writes to one resource one after the other.
type Queue struct {
	// Path of the resources.
	Path []Glob `yaml:"path" rule:"one required" example:"\"/documents/**\""`
	// Depth is how many writes may wait.
	Depth int `yaml:"depth" default:"8" min:"1" max:"1000"`
	// Wait is how long a write waits.
	Wait Duration `yaml:"wait" default:"2s" min:"1ms" max:"30s"`
}

// RateLimit bounds what one visitor may send.
type RateLimit struct {
	// Name appears in the log, the metrics and the RateLimit field.
	Name string `yaml:"name" rule:"required" example:"a name of your own"`
	// Match says which requests count. Default: all.
	Match Target `yaml:"match"`
	// Per says who is counted: client_ip, header:NAME or cookie:NAME.
	Per string `yaml:"per" enum:"client_ip header:NAME cookie:NAME" default:"client_ip"`
	// Allow is how many, such as 5/min.
	Allow Rate `yaml:"allow" rule:"required" example:"5/min"`
	// Burst is how many at once. Default: the number of allow.
	Burst int `yaml:"burst" min:"1" max:"1000000"`
	// Mode: enforce, or report, which only counts.
	Mode string `yaml:"mode" enum:"enforce report" default:"enforce"`
	// Headers that tell the limit.
	Headers string `yaml:"headers" enum:"ietf legacy none" default:"ietf"`
}

// Maintenance answers 503 while the site is worked on.
type Maintenance struct {
	// Enabled switches it on.
	Enabled bool `yaml:"enabled" default:"false"`
	// File switches it on while the file exists.
	File Path `yaml:"file"`
	// Window switches it on for a time.
	Window *Window `yaml:"window"`
	// Allow lets some visitors through.
	Allow Allow `yaml:"allow"`
	// Except lists paths that are not affected.
	Except []Glob `yaml:"except" rule:"one"`
	// RetryAfter is until-end or a duration.
	RetryAfter Wait `yaml:"retry_after" default:"until-end"`
}

// Window is a time with an end.
type Window struct {
	// From is when it begins, such as 2026-12-01T02:00:00Z.
	From Moment `yaml:"from"`
	// Until is when it ends.
	Until Moment `yaml:"until" rule:"required" example:"2026-12-01T04:00:00Z"`
}

// Allow lets some visitors through; one match is enough, an empty value never
// matches.
type Allow struct {
	// ClientIP lists networks.
	ClientIP []Network `yaml:"client_ip" rule:"one"`
	// Header is `Name: value`.
	Header string `yaml:"header" rule:"secret"`
	// Cookie is `name=value`.
	Cookie string `yaml:"cookie" rule:"secret"`
}
