package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

func (c *checker) audit() {
	a := c.file.Audit
	if words := []string{"notice", "warning", "error", "never"}; !slices.Contains(words, a.FailOn) && isToken(a.FailOn) && !isExpression(a.FailOn) {
		hint := didYouMean(a.FailOn, words)
		if hint == "" {
			hint = "use " + orList(words) + ", or an expression"
		}
		c.report("audit.fail_on", hint, "unknown word %q", a.FailOn)
	}
	for i, ignored := range a.Ignore {
		at := fmt.Sprintf("audit.ignore[%d]", i)
		if _, ok := rule.Lookup(ignored.Rule); !ok && ignored.Rule != "" {
			c.doubt(at+".rule", didYouMean(ignored.Rule, checkIDs()), "there is no check %q", ignored.Rule)
		}
		if !ignored.Until.IsZero() && c.now.After(ignored.Until.AddDate(0, 0, 1)) {
			c.doubt(at+".until", "look at the finding again", "the exception is over")
		}
	}
}

// isExpression reports text with an operator: what it means is the audit's to
// say.
func isExpression(s string) bool { return strings.ContainsAny(s, "<>=:+,& ") }

func checkIDs() []string {
	var ids []string
	for _, c := range rule.All() {
		ids = append(ids, c.ID)
	}
	return ids
}
