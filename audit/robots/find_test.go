package robots

import (
	"strings"
	"testing"
)

// Every text of two letters up to 7 long is sought in every one of 11: enough
// for each way in which a border can follow from a shorter one.
func TestFindGivesTheLeftmostPlace(t *testing.T) {
	haystacks := twoLetterTexts(11)
	for length := 1; length <= 7; length++ {
		for _, text := range twoLetterTexts(length) {
			p := piece{text, bordersOf(text)}
			for _, s := range haystacks {
				want := strings.Index(s, text)
				if want >= 0 {
					want += len(text)
				}
				if got, _ := p.find(s); got != want {
					t.Fatalf("find(%q) in %q ends at %d, want %d", text, s, got, want)
				}
			}
		}
	}
}

func twoLetterTexts(length int) []string {
	texts := []string{""}
	for range length {
		var longer []string
		for _, text := range texts {
			longer = append(longer, text+"a", text+"b")
		}
		texts = longer
	}
	return texts
}
