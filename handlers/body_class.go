package handlers

// BodyClass says what a body is worth to a person.
type BodyClass string

// The closed set of body classes.
const (
	BodyEmpty   BodyClass = "empty"
	BodyDefault BodyClass = "default"
	BodyBare    BodyClass = "bare"
	BodyMachine BodyClass = "machine"
	BodyLeak    BodyClass = "leak"
	BodyRich    BodyClass = "rich"
	BodyOpaque  BodyClass = "opaque"
)
