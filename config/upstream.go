package config

// Upstream is the servers of one site, and how they are spoken to.
type Upstream struct {
	// Servers are addresses such as http://127.0.0.1:3000. `upstream: URL` and a list of URLs are short for this key.
	Servers []ServerURL `yaml:"servers" rule:"one"`
	UpstreamPolicy
}

// UpstreamPolicy says how the servers of a site are spoken to.
type UpstreamPolicy struct {
	// ConnectTimeout is the time to connect.
	ConnectTimeout Duration `yaml:"connect_timeout" default:"2s" min:"1ms"`
	// HeaderTimeout is the time to the first byte of the answer; above: 504.
	HeaderTimeout Duration `yaml:"header_timeout" default:"30s" min:"1ms"`
	// IdleTimeout is how long a connection is kept for the next request.
	IdleTimeout Duration `yaml:"idle_timeout" default:"90s"`
	// MaxConnections is for each server.
	MaxConnections int `yaml:"max_connections" default:"256" min:"1"`
	// HTTP2: auto (by ALPN), h2c or never.
	HTTP2 string `yaml:"http2" enum:"auto h2c never" default:"auto"`
	// Host that is sent: keep (the visitor's) or upstream.
	Host string `yaml:"host" enum:"keep upstream" default:"keep"`
	// TLS is for servers with https.
	TLS UpstreamTLS `yaml:"tls"`
	// Health asks the servers regularly. Default: their answers to visitors tell.
	Health *Health `yaml:"health"`
	// Circuit leaves a failing server alone for a while.
	Circuit Circuit `yaml:"circuit"`
}

// UpstreamTLS is how servers with https are trusted.
type UpstreamTLS struct {
	// CA is a PEM file of authorities. Default: the system's.
	CA Path `yaml:"ca"`
	// ServerName is asked for and checked. Default: the host of the URL.
	ServerName string `yaml:"server_name"`
}

// Health asks each server regularly whether it works.
type Health struct {
	// Path that answers 2xx when the server works.
	Path string `yaml:"path" rule:"required" example:"/healthz"`
	// Every is the time between two questions.
	Every Duration `yaml:"every" default:"5s" min:"100ms"`
	// HealthyAfter is how many good answers bring a server back.
	HealthyAfter int `yaml:"healthy_after" default:"2" min:"1"`
	// UnhealthyAfter is how many bad answers take it out.
	UnhealthyAfter int `yaml:"unhealthy_after" default:"3" min:"1"`
}

// Circuit leaves a failing server alone for a while.
type Circuit struct {
	// Failures in a row that open it: connect errors, timeouts, 502 to 504; never 4xx.
	Failures int `yaml:"failures" default:"5" min:"1"`
	// OpenFor is how long.
	OpenFor Duration `yaml:"open_for" default:"5s" min:"100ms"`
	// MaxOpen is the share of servers that may be left alone at once, rounded down.
	MaxOpen Share `yaml:"max_open" default:"50%"`
}

// Retry repeats what is safe to repeat.
type Retry struct {
	// Attempts are extra tries; 0 = never.
	Attempts int `yaml:"attempts" default:"1" min:"0" max:"5"`
	// Methods that may be sent again.
	Methods []Method `yaml:"methods" rule:"one" default:"GET,HEAD,OPTIONS"`
	// After lists failures and statuses that are tried again.
	After []RetryReason `yaml:"after" rule:"one" default:"connect-error,reset-before-answer,502,503,504"`
	// Backoff is the wait before an extra try.
	Backoff Backoff `yaml:"backoff"`
	// Budget bounds the extra tries of an upstream.
	Budget Budget `yaml:"budget"`
	// HonorRetryAfter is the longest Retry-After that is waited for; a longer one is passed on.
	HonorRetryAfter Duration `yaml:"honor_retry_after" default:"1s" max:"1s"`
}

// Backoff is the wait before an extra try.
type Backoff struct {
	// First wait; it doubles each time.
	First Duration `yaml:"first" default:"25ms"`
	// Max is the longest wait.
	Max Duration `yaml:"max" default:"1s" max:"10s"`
	// Jitter spreads the waits.
	Jitter string `yaml:"jitter" enum:"full none" default:"full"`
}

// Budget bounds the extra tries of an upstream.
type Budget struct {
	// Share of the live requests.
	Share Share `yaml:"share" default:"10%"`
	// Floor is allowed in any case.
	Floor Rate `yaml:"floor" default:"3/s"`
}

// LastGood keeps the newest good copy of a URL, for when the site fails
// (RFC 5861).
type LastGood struct {
	// IfError is the oldest copy of a page that is served; 0s keeps none; at most 7d.
	IfError Duration `yaml:"if_error" default:"0s" max:"7d"`
	// Robots is the oldest copy of /robots.txt that is served; 0s = never.
	Robots Duration `yaml:"robots" default:"24h" max:"30d"`
	// RobotsHTML also serves the copy when /robots.txt answers 2xx with HTML.
	RobotsHTML bool `yaml:"robots_html" default:"false"`
	// Sitemaps is the oldest copy of a sitemap that is served; 0s = never.
	Sitemaps Duration `yaml:"sitemaps" default:"0s" max:"30d"`
	// Respect: strict obeys no-cache, must-revalidate and s-maxage; lenient stands above them. Nothing overrides private, no-store, Set-Cookie and Authorization.
	Respect string `yaml:"respect" enum:"strict lenient" default:"strict"`
	// Types that are kept.
	Types []MediaType `yaml:"types" rule:"one" default:"text/html"`
	// IgnoreCookies are names that do not make an answer personal; * stands for any text.
	IgnoreCookies []string `yaml:"ignore_cookies" rule:"one"`
	// MaxObject is the largest copy.
	MaxObject Size `yaml:"max_object" default:"2MiB" max:"64MiB"`
	// MaxTotal is the size of all copies of the site.
	MaxTotal Size `yaml:"max_total" default:"256MiB"`
	// Keep is how long a copy stays on disk.
	Keep Duration `yaml:"keep" default:"30d"`
}
