package config

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-3913a1bb/signpost/status"
)

// conflict checks the owner's recognisers (conflict.md 5).
func (c *checker) conflict(at string, k *Conflict) {
	c.unique("recognisers of the site", len(k.Rules), func(i int) (string, string) {
		return fmt.Sprintf("%s.rules[%d].name", at, i), k.Rules[i].Name
	})
	for i := range k.Rules {
		c.recogniser(fmt.Sprintf("%s.rules[%d]", at, i), &k.Rules[i])
	}
}

func (c *checker) recogniser(at string, r *Recogniser) {
	m := &r.Match
	match := at + ".match"
	if len(m.Header)+len(m.JSON) == 0 && m.Text == "" && !c.faulty(match) {
		c.report(match, "add header, json or text: a status alone tells no cause", "the answer is not described")
	}
	if r.Message != "" && r.Say != "" {
		c.report(at+".say", "keep one of the two", "message and say both give the sentence")
	}
	for _, p := range slices.Sorted(maps.Keys(m.JSON)) {
		var pointer Pointer
		if err := pointer.UnmarshalText([]byte(p)); err != nil {
			c.reportKey(match+".json."+p, "pointers are written /error/text", "%q is no JSON Pointer", p)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Header)) {
		if !isToken(name) {
			c.reportKey(match+".header."+name, "names are written X-Reason", "%q is no name of a header", name)
		}
	}
	if slices.ContainsFunc(m.Status.Codes(), status.Code.IsSuccess) {
		c.softConflict(match, m)
	}
}

// softConflict wants a rule for 2xx to be about writes only: an article may be
// called "Edit conflict".
func (c *checker) softConflict(match string, m *Match) {
	if len(m.Method) == 0 {
		c.report(match+".status", "name the methods: method: [POST, PUT]", "a rule for 2xx must name the methods")
	}
	for i, method := range m.Method {
		if safe[method] {
			c.report(fmt.Sprintf("%s.method[%d]", match, i), "name methods that change something", "a rule for 2xx cannot be about %s", method)
		}
	}
}

// safe are the methods that change nothing (RFC 9110 9.2.1). Read-only.
var safe = map[Method]bool{"GET": true, "HEAD": true, "OPTIONS": true, "TRACE": true, "PROPFIND": true, "REPORT": true, "QUERY": true}
