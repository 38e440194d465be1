package rule

import (
	"fmt"
	"strings"
)

// mostEdits is how far a word may lie from what was probably meant.
const mostEdits = 4

// Nearest asks "did you mean" with the candidate that a mistyped word is
// nearest to, as the end of a message; it is empty when none is near.
func Nearest(word string, candidates []string) string {
	best, distance := "", min(mostEdits, len(word)/2+1)
	for _, c := range candidates {
		if d := edits(strings.ToLower(word), c); d < distance {
			best, distance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// edits counts insertions, deletions and substitutions (Levenshtein).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
