package handlers_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

// A Retry-After that says something is never rewritten; one that says nothing
// is mended where a rule of the owner names a wait.
func TestARuleMendsARetryAfterThatNobodyCanRead(t *testing.T) {
	edge := ofRules(t, rule.Rule{
		Name: "wait", When: rule.When{Status: []string{"503"}, Path: []string{"/mended"}},
		Then: rule.Then{Page: "auto", With: rule.With{RetryAfter: 100 * time.Second}},
	})
	for _, c := range []struct {
		path, sent string
		mended     bool
	}{
		{"/mended", "in a while", true},
		{"/mended", "-5", true},
		{"/mended", "7", false},
		{"/mended", "Fri, 31 Dec 2100 23:59:59 GMT", false},
		{"/left", "in a while", false},
	} {
		e := ask(t, "GET", edge+c.path, append(says("503", "Content-Type", "text/html", "Retry-After", c.sent), browser...)...)
		got := e.Header.Get("Retry-After")
		if wait, _ := strconv.Atoi(got); c.mended && (wait < 80 || wait > 120) || !c.mended && got != c.sent {
			t.Errorf("%s with %q leaves with %q", c.path, c.sent, got)
		}
	}
}
