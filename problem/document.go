package problem

import (
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
)

// Document is a Problem put into words for one reader: the members of RFC 9457
// and Signpost's extensions, in the reader's language and already redacted.
// All formats, pages too, are written from it.
type Document struct {
	Type           string // URI reference of the problem type, or about:blank
	Title          string
	Status         status.Code
	Detail         string // the upstream's redacted sentence, else Sentence
	Instance       string
	Cause          Cause  // empty when the error is no conflict
	Origin         string // word of an error of the edge itself; stands for the cause then
	Resource       string
	CurrentVersion string
	YourVersion    string
	Field          string
	LockOwner      string
	Retryable      bool
	RetryAfter     int // seconds; 0: none
	Steps          []string
	UpstreamStatus status.Code // only when it differs from Status
	Masked         bool
	Reference      string
	Errors         []FieldError // of single fields
	Violated       []string     // names of the limits that were exceeded

	// For the forms that people read; not members of the problem document.
	Lang     *locale.Language
	Sentence string    // our own sentence: what happened
	Quote    string    // the upstream's redacted sentence, shown as a quotation
	Until    time.Time // announced end of what keeps the site from answering; zero: none
}

// DescribeOptions are the facts of one answer that a Problem does not hold.
type DescribeOptions struct {
	Lang       *locale.Language // nil: English
	Status     status.Code      // as served; 0: the Problem's
	Origin     string           // word of an own error of the edge: refused, timeout, …; empty: the upstream's error
	RetryAfter time.Duration    // of a valid Retry-After field; 0: none
	Reference  string           // request id
	TypeBase   string           // prefix of problem types, default /_signpost/problems/
	Type       string           // of the problem; empty: by the cause
	Violated   []string         // names of the limits that were exceeded; from the configuration, shown as they are
	Until      time.Time        // announced end; zero: none
	HideQuote  bool             // never show the upstream's sentence (always so under 5xx)
	KeptText   bool             // what the visitor typed stands on the page
	Hosts      []string         // the site's own hosts, which redaction spares
}
