package rule

import (
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Rule is one rule of the owner, as written. The zero Rule is refused: a rule
// has a name and one verb.
type Rule struct {
	Name   string
	When   When
	Then   Then
	Report bool // only note that the rule matched, and go on with the next
}

// When is a condition. Its parts are ANDed, the entries of a list are ORed, and
// an empty part is true. Two parts have a default: a condition that names no
// status means errors (4xx and 5xx), and one that names no origin means answers
// of the site's servers.
type When struct {
	Host           []string            // names, "*" for any run of characters
	Path           []string            // globs on the normalised path, see [Glob]
	Method         []string            // upper case as on the request line
	Status         []string            // in the grammar of status.ParseSet
	Origin         []string            // own | upstream
	Cause          []string            // a cause of package problem, or of an own error
	RequestHeader  map[string][]string // field: values with "*" and "?"; "*" alone: present
	ResponseHeader map[string][]string // likewise
	ContentType    []string            // of the answer, without parameters; "text/*" works
	Size           string              // of the body as sent: "0B", "<2KiB", ">=1MiB", "1KiB-4KiB"
	Body           []string            // empty | default | bare | machine | problem | leak | rich | opaque
	Network        []string            // addresses and CIDR prefixes of the client
	Title          []string            // of an HTML page, with "*" and "?", in either case
	Client         []string            // navigation | fetch | asset | machine | undeclared
	Any            []When              // at least one of these holds
}

// Then is a consequence: one verb, and what goes with it.
type Then struct {
	Pass    bool        // the answer goes to the client as it is
	Page    string      // auto, problem (never HTML), a cause, or a status: our body under the same status
	Send    status.Code // another status of 400 to 599, with its page
	Serve   string      // last-good: a good copy, else what the next rules say
	Problem string      // fill | upgrade: what programs get
	With    With
}

// With completes a verb. The zero value changes nothing.
type With struct {
	RetryAfter time.Duration // Retry-After where the answer has none; whole seconds
	Steps      []string      // names of package locale, in place of the usual steps
	Fields     []string      // extension members that a problem document keeps
	Show       []string      // the parts that a page shows
	JSONType   string        // media type of problem documents: application/json for clients that test it
	Conflict   *Conflict     // what is done about a conflict; nil: what the site says
}

// isZero reports that nothing goes with the verb.
func (w *With) isZero() bool {
	return w.RetryAfter == 0 && len(w.Steps) == 0 && len(w.Fields) == 0 && len(w.Show) == 0 && w.JSONType == "" && w.Conflict == nil
}

// Verb is what a rule does.
type Verb string

// The closed set of verbs.
const (
	Pass    Verb = "pass"
	Page    Verb = "page"
	Send    Verb = "send"
	Serve   Verb = "serve"
	Problem Verb = "problem"
)

// verbs lists the verbs that are set; a valid Then has exactly one.
func (t *Then) verbs() []Verb {
	var set []Verb
	for _, v := range []struct {
		verb Verb
		on   bool
	}{
		{Pass, t.Pass},
		{Page, t.Page != ""},
		{Send, t.Send != 0},
		{Serve, t.Serve != ""},
		{Problem, t.Problem != ""},
	} {
		if v.on {
			set = append(set, v.verb)
		}
	}
	return set
}
