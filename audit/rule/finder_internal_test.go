package rule

import (
	"strings"
	"testing"
)

// What the finder finds is what a search for each word finds, wherever it
// stands.
func FuzzFinderFindsWhatASearchFinds(f *testing.F) {
	for _, seed := range []string{
		"", "no", "abc", "xabcdefgh", "ABCDEFG", "abcdef g", "error-404", "ab-abcdefg", "[BCDEFG", "äbcdefg", "error-40error-404", "not-foun", "a not-found",
	} {
		for shift := range 4 {
			f.Add(strings.Repeat(".", shift) + seed)
		}
	}
	lists := [][]string{{"abcdefg", "error-404", "not-found"}, {"abc", "not-found"}, {"abcd"}}
	f.Fuzz(func(t *testing.T, text string) {
		lower := strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				return r | 0x20
			}
			return r
		}, text)
		for _, words := range lists {
			want := false
			for _, word := range words {
				want = want || strings.Contains(lower, word)
			}
			if got := finds(newFinder(words), text); got != want {
				t.Errorf("one of %q in %q: found %v, want %v", words, text, got, want)
			}
		}
	})
}
