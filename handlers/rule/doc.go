// Package rule holds what the owner of a site wants done with answers: rules
// with a condition and a consequence, a map of statuses, a list of moved and a
// list of gone addresses. It is pure: it reads no network and writes no answer;
// package handlers asks it and does what it says.
//
//	set, err := rule.Compile([]rule.Rule{{
//		Name: "gone for good",
//		When: rule.When{Status: []string{"404"}, Path: []string{"/2019/**"}},
//		Then: rule.Then{Send: 410},
//	}})
//	…
//	if set.Touches(code) {
//		match, ok := set.Match(&exchange)
//	}
//
// Everything is checked while it is compiled, all mistakes at once, and what
// would hurt a site in search engines is refused with the reason: an error that
// leaves as a success, a redirect to the home page, a condition on the user
// agent. What was compiled is immutable and safe for concurrent use.
package rule
