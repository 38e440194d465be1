package config

import (
	"unicode"

	"golang.org/x/text/width"
)

// cellsOf is how many columns of a terminal a character takes.
func cellsOf(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	if unicode.Is(unicode.Mn, r) {
		return 0
	}
	return 1
}
