package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
)

// mostEdits is how far a word may lie from what was probably meant.
const mostEdits = 4

// Nearest asks "did you mean" with the candidate that a mistyped word is
// nearest to, as the end of a message; it is empty when none is near.
func Nearest(word string, candidates []string) string {
	best, distance := "", min(mostEdits, len(word)/2+1)
	for _, c := range candidates {
		if d := locale.Distance(strings.ToLower(word), c); d < distance {
			best, distance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}
