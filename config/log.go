package config

// Log says what is logged and where. Nothing but the access log is written per
// request.
type Log struct {
	// Level is the least important one that is written.
	Level string `yaml:"level" enum:"debug info warning error" default:"info"`
	// Format: auto is text on a terminal, else json.
	Format string `yaml:"format" enum:"auto text json" default:"auto"`
	// Output is stderr, stdout or a file.
	Output string `yaml:"output" default:"stderr"`
	// Redact lists headers and query:NAME whose values are hidden, added to a built-in list.
	Redact []string `yaml:"redact" rule:"one"`
	// Access is the log of requests.
	Access AccessLog `yaml:"access"`
}

// AccessLog is the log of requests.
type AccessLog struct {
	// Output is stdout, stderr, a file, or none.
	Output string `yaml:"output" default:"stdout"`
	// Format of a line.
	Format string `yaml:"format" enum:"json combined" default:"json"`
	// Sample is the share of requests that is logged, by status. Default: 100 %.
	Sample map[string]Share `yaml:"sample"`
	// ClientIP: keep, truncate (to /24 and /48) or drop.
	ClientIP string `yaml:"client_ip" enum:"keep truncate drop" default:"truncate"`
	// Query: keep or drop.
	Query string `yaml:"query" enum:"keep drop" default:"drop"`
}
