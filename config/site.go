package config

// Site is one or more hosts with their servers, look and rules.
type Site struct {
	// Host is one name or a list; *.shop.example matches names below, * whatever matches no other site.
	Host []Host `yaml:"host" rule:"one required" example:"shop.example"`
	// Canonical is the origin that links on pages are built from, such as https://shop.example.
	Canonical WebOrigin `yaml:"canonical"`
	// Upstream is a URL, a list of URLs, or a block with servers and the keys of defaults.upstream.
	Upstream Upstream `yaml:"upstream"`
	// Balance chooses a server.
	Balance string `yaml:"balance" enum:"least-pending round-robin hash:path" default:"least-pending"`
	Policy
	// Moved is a CSV file with the columns from and to: 308 where the upstream answers 404 or 410 for `from`.
	Moved Path `yaml:"moved"`
	// Gone is a file of paths or globs, one a line: 410 where the upstream answers 404; "PATH 451 URL" gives 451 and names who enforces it.
	Gone Path `yaml:"gone"`
	// Rules decide what happens to an answer; the first that matches wins.
	Rules []Rule `yaml:"rules"`
	// Conflict is for changes that met another change.
	Conflict Conflict `yaml:"conflict"`
	// Conditional guards against lost updates (RFC 9110 13.2.1).
	Conditional *Conditional `yaml:"conditional"`
	// RateLimit bounds what one visitor may send.
	RateLimit []RateLimit `yaml:"rate_limit"`
	// Maintenance answers 503 while the site is worked on.
	Maintenance *Maintenance `yaml:"maintenance"`
	// Respond answers without a server, in place of upstream.
	Respond *Respond `yaml:"respond"`
}

// Respond answers every request of a site without a server.
type Respond struct {
	// Status of the answer, 400 to 599.
	Status Status `yaml:"status" rule:"required" example:"503"`
	// Page is a status or the name of an own error.
	Page string `yaml:"page"`
}
