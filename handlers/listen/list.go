package listen

import (
	"iter"
	"strings"
)

// members gives the members of a list field that are not empty (RFC 9110
// section 5.6.1).
func members(lines []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, line := range lines {
			for member := range strings.SplitSeq(line, ",") {
				if member = strings.TrimSpace(member); member != "" && !yield(member) {
					return
				}
			}
		}
	}
}
