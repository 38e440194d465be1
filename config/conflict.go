package config

// Conflict is what a site does about changes that met another change.
type Conflict struct {
	ConflictPolicy
	// Rules recognise conflicts, before the built-in ones.
	Rules []Recogniser `yaml:"rules" max:"200"`
}

// ConflictPolicy may stand in a site's conflict block and in the `then` of a
// rule. All of it is off by default.
type ConflictPolicy struct {
	// KeepForm shows a visitor's own form back after a conflict.
	KeepForm bool `yaml:"keep_form" default:"false"`
	// Form says which fields are shown; hide always wins.
	Form Form `yaml:"form"`
	// Compare fetches the current form with the visitor's cookies and shows both.
	Compare bool `yaml:"compare" default:"false"`
	// Overwrite: never, or if-match, which offers "save mine anyway" with the current strong ETag.
	Overwrite string `yaml:"overwrite" enum:"never if-match" default:"never"`
	// TokenFree says that no field of the forms is good for one use, so that a whole form may be offered to be sent again.
	TokenFree bool `yaml:"token_free" default:"false"`
	// Sessions keeps the form also on 403, 419 and 440 of an expired session.
	Sessions bool `yaml:"sessions" default:"false"`
	// Masked says what happens to conflicts behind other statuses.
	Masked string `yaml:"masked" enum:"page report" default:"page"`
}

// Form says which fields of a form are shown back.
type Form struct {
	// Show lists names of fields.
	Show []string `yaml:"show" rule:"one"`
	// Hide lists names of fields that are never shown.
	Hide []string `yaml:"hide" rule:"one"`
}

// Recogniser is the owner's own rule for what is a conflict.
type Recogniser struct {
	// Name is shown by `signpost explain`.
	Name string `yaml:"name" rule:"required" example:"a name of your own"`
	// Match is the answer that is meant.
	Match Match `yaml:"match" rule:"required" example:"{ status: 409, text: RE2 }"`
	// Cause that it means.
	Cause string `yaml:"cause" rule:"required" enum:"edit-conflict precondition-failed precondition-required locked already-exists state-conflict concurrent-operation idempotency quota unknown" example:"locked"`
	// Message is a JSON Pointer to the sentence for the visitor.
	Message Pointer `yaml:"message"`
	// Say is a fixed sentence, in place of message.
	Say string `yaml:"say"`
	// Version points at the two versions.
	Version Versions `yaml:"version"`
	// Resource is a JSON Pointer to what the conflict is about.
	Resource Pointer `yaml:"resource"`
	// Owner is a JSON Pointer to who holds the lock.
	Owner Pointer `yaml:"owner"`
	// Field is a JSON Pointer to the attribute that clashed.
	Field Pointer `yaml:"field"`
	// Retryable says that the same request can succeed later.
	Retryable bool `yaml:"retryable" default:"false"`
	// Steps are sentences for the visitor.
	Steps []string `yaml:"steps" rule:"one"`
}

// Match is the answer that a recogniser means. Status and one of header, json
// and text are required.
type Match struct {
	// Status of the answer.
	Status StatusSet `yaml:"status" rule:"required" example:"409"`
	// Method of the request.
	Method []Method `yaml:"method" rule:"one"`
	// Path of the request.
	Path []Glob `yaml:"path" rule:"one"`
	// Header maps names to regular expressions (RE2).
	Header map[string]Regexp `yaml:"header"`
	// JSON maps JSON Pointers to regular expressions; every line must match.
	JSON map[string]Regexp `yaml:"json"`
	// Text is a regular expression over the sentence.
	Text Regexp `yaml:"text"`
}

// Versions points at the two versions of a conflict.
type Versions struct {
	// Current is a JSON Pointer to the version on the server.
	Current Pointer `yaml:"current"`
	// Yours is a JSON Pointer to the version that the request was based on.
	Yours Pointer `yaml:"yours"`
}
