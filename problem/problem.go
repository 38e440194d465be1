// Package problem understands one failed exchange. Read takes what an upstream
// answered and finds out what went wrong: the cause of a conflict, the best
// sentence for a person, the versions that clashed. Describe turns that into a
// Document, and a Document writes itself as problem+json (RFC 9457),
// problem+xml, text or Markdown.
package problem

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

// Exchange is what Read looks at: a request and the answer to it. Everything
// but Status may be empty.
type Exchange struct {
	Method string // GET when empty
	Path   string // path or absolute URL as requested
	Status status.Code
	Header http.Header // of the answer
	Body   []byte      // the first bytes of the body, still in its Content-Encoding
}

// Problem is what went wrong, as understood from an Exchange. Strings are
// empty when the answer does not say. Values are raw: Redact before anybody
// but the owner of the site sees them.
type Problem struct {
	Status         status.Code
	Cause          Cause
	Title          string // the short name that the body gives itself; never shown alone
	Summary        string // the best single sentence for a person
	Resource       string // the clashing thing as the body names it
	CurrentVersion string // the server's version, opaque
	YourVersion    string // the client's version, opaque
	Field          string
	LockOwner      string
	Retryable      bool // true only if the same bytes may succeed later by themselves
	Masked         bool // a conflict behind a status that does not say so
	Soft           bool // a conflict told as success
	Confidence     Confidence
	Rule           string       // id of the rule that decided, for the log and `signpost explain`
	RunnerUp       Cause        // what the next best evidence says instead; empty when it agrees or is silent
	UpstreamSteps  []string     // resolution steps that the body itself carries
	Errors         []FieldError // of single fields, at most 20
	Reference      string       // request id found in the body
	Redactions     int          // pieces that Redact removed
}

// FieldError is what a body says of one part of the request: a member of the
// errors array of RFC 9457 section 3, or of the maps that frameworks write.
type FieldError struct {
	Detail  string
	Pointer string // a JSON pointer, a field name, or empty
}
