package handlers

import (
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// fieldAction says what becomes of a field of the upstream when its body is
// replaced.
type fieldAction uint8

const (
	keep     fieldAction = iota // as it was sent, line by line
	drop                        // it describes the old body, or is hop by hop
	override                    // dropped, and set anew by the table of own fields
	merge                       // kept, and completed by the table of own fields
	filter                      // Link: relation by relation
)

// fieldRule is one row of the header policy (edge table 2.1). Where a
// condition is given and does not hold, the field is dropped.
type fieldRule struct {
	names  string // canonical, separated by spaces; a trailing "*" is any rest
	action fieldAction
	when   func(*replacement) bool
}

// replacement is what the conditions of the header policy look at.
type replacement struct {
	request  *http.Request
	received status.Code // as the upstream sent it; 0: an own error
	served   status.Code
	upstream http.Header // nil: an own error
	format   Format
	language string   // of the body; empty: none
	several  bool     // more than one language is offered
	csp      string   // of the body
	error    string   // RFC 9209 error type of an own error
	id       string   // request id
	wait     int      // seconds of a Retry-After of our own; 0: none
	links    []string // own Link values
	timing   timing
	hop      bool     // the answer came from another server
	page     bool     // another proxy asked for the page
	policy   *Policy  // of the site
	vary     []string // request fields that the owner's rules looked at
	jsonType string   // that the owner's rule names for problem documents
	kept     bool     // the body gives a form back
	location string   // of an address that has moved
}

// index makes the rows quick to find: by exact name, and those with a "*".
func indexRules(rows []fieldRule) (exact map[string]fieldRule, open []fieldRule) {
	exact = map[string]fieldRule{}
	for _, row := range rows {
		for name := range strings.FieldsSeq(row.names) {
			if strings.HasSuffix(name, "*") {
				open = append(open, fieldRule{name, row.action, row.when})
				continue
			}
			exact[name] = row
		}
	}
	return exact, open
}

var exactRules, openRules = indexRules(headerPolicy)

// ruleFor finds the row of a field; fields without one are kept, because
// extension fields are protocol.
func ruleFor(name string) fieldRule {
	if rule, ok := exactRules[name]; ok {
		return rule
	}
	for _, rule := range openRules {
		if strings.HasPrefix(name, strings.TrimSuffix(rule.names, "*")) {
			return rule
		}
	}
	return fieldRule{names: name, action: keep}
}

// header returns the fields of the answer that replaces the upstream's.
func (r *replacement) header() http.Header {
	h := http.Header{}
	for name, lines := range r.upstream {
		if lines = r.survive(http.CanonicalHeaderKey(name), lines); len(lines) > 0 {
			h[http.CanonicalHeaderKey(name)] = lines
		}
	}
	for _, field := range ownFields {
		field.set(r, h)
	}
	return h
}

// survive returns the lines of a field that stay.
func (r *replacement) survive(name string, lines []string) []string {
	if r.policy.hides(name) {
		return nil
	}
	rule := ruleFor(name)
	if rule.when != nil && !rule.when(r) {
		return nil
	}
	switch rule.action {
	case keep, merge:
		return append([]string(nil), lines...)
	case filter:
		return filterLinks(lines)
	}
	return nil
}
