package config

// Rule is one decision of the owner about an answer.
type Rule struct {
	// Name appears in the access log, the metrics and `signpost explain`.
	Name string `yaml:"name" rule:"required" example:"a name of your own"`
	// When are the conditions: all must hold, each list needs one match.
	When When `yaml:"when" rule:"required" example:"{ status: 404 }"`
	// Then is what happens: the word pass, or a block.
	Then Then `yaml:"then" rule:"required" example:"pass"`
	// Mode: enforce, or report, which only logs and counts.
	Mode string `yaml:"mode" enum:"enforce report" default:"enforce"`
}

// When are the conditions of a rule. Keys are ANDed, lists ORed.
type When struct {
	// Host of the request.
	Host []Host `yaml:"host" rule:"one"`
	// Path of the request, normalised.
	Path []Glob `yaml:"path" rule:"one"`
	// Method of the request.
	Method []Method `yaml:"method" rule:"one"`
	// Status of the answer.
	Status StatusSet `yaml:"status"`
	// Origin of the error: own (the edge made it) or upstream.
	Origin []string `yaml:"origin" rule:"one" enum:"own upstream"`
	// Cause of the conflict, or of an error that the edge made itself.
	Cause []string `yaml:"cause" rule:"one" enum:"edit-conflict precondition-failed precondition-required locked already-exists state-conflict concurrent-operation idempotency quota unknown refused unreachable dns tls timeout reset protocol request slow-request large-request overload maintenance limit denied unknown-host internal"`
	// RequestHeader maps names to texts; * stands for any text, "" for an absent field. Never User-Agent.
	RequestHeader map[string]Texts `yaml:"request_header"`
	// ResponseHeader maps names to texts, in the same way.
	ResponseHeader map[string]Texts `yaml:"response_header"`
	// ContentType of the answer, without parameters.
	ContentType []MediaType `yaml:"content_type" rule:"one"`
	// Size of the answer's body, such as <1KiB, >4KiB or 1KiB-64KiB.
	Size SizeRange `yaml:"size"`
	// Body class of the answer.
	Body []string `yaml:"body" rule:"one" enum:"empty default bare machine problem leak rich opaque"`
	// Network of the visitor.
	Network []Network `yaml:"network" rule:"one"`
	// Title of the answer's page; * stands for any text.
	Title []string `yaml:"title" rule:"one"`
	// Client says what the request asks for.
	Client []string `yaml:"client" rule:"one" enum:"navigation fetch asset machine undeclared"`
	// Any lists blocks of conditions of which one must hold.
	Any []When `yaml:"any"`
}

// Then is what a rule does. Exactly one of pass, page, send, serve and problem
// decides; the rest goes with it.
type Then struct {
	// Pass lets the answer through; written as `then: pass`.
	Pass bool `yaml:"-"`
	// Page replaces the body: auto, a cause, a status, or problem (never HTML).
	Page string `yaml:"page"`
	// Send is another status, 400 to 599, with its page.
	Send Status `yaml:"send"`
	// Serve: last-good, the newest good copy, else what the next rules say.
	Serve string `yaml:"serve" enum:"last-good"`
	// Problem is for programs: fill an empty body, or also upgrade JSON.
	Problem string `yaml:"problem" enum:"fill upgrade"`
	// RetryAfter is sent with the answer.
	RetryAfter Duration `yaml:"retry_after" min:"1s" max:"24h"`
	// Steps are names of steps or sentences for the visitor.
	Steps []string `yaml:"steps" rule:"one"`
	// Fields are members of the problem document.
	Fields []string `yaml:"fields" rule:"one"`
	// Show lists the parts of the page.
	Show []string `yaml:"show" rule:"one" enum:"request_id time steps links contact upstream_sentence"`
	// JSONType is the media type of JSON, for clients that test the exact type.
	JSONType string `yaml:"json_type" enum:"application/json application/problem+json"`
	*ConflictPolicy
}
