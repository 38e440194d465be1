package rule

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// plainHeadings are titles that say what went wrong in plain words, without any
// word of the trade: the headings of the edge's own pages in every language, in
// lower case.
var plainHeadings = collectHeadings()

func collectHeadings() []string {
	var all []string
	for _, lang := range locale.All() {
		for _, have := range []locale.Have{{}, {ReadOnly: true}, {Final: true}, {Wait: true}} {
			for _, code := range status.Known() {
				all = append(all, strings.ToLower(lang.Status(code, have).Heading))
			}
			for _, cause := range problem.Causes() {
				if words, ok := lang.Cause(string(cause), "", have); ok {
					all = append(all, strings.ToLower(words.Heading))
				}
			}
		}
	}
	return all
}
