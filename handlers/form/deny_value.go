package form

import (
	"regexp"
	"strings"
)

// cover takes the place of a piece that looks like a secret.
const cover = "█████"

// The shapes of secrets inside a text.
var (
	jwtShape    = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?`)
	pemShape    = regexp.MustCompile(`(?s)-----BEGIN [A-Z0-9 ]{1,60}-----.*?(-----END [A-Z0-9 ]{1,60}-----|\z)`)
	cardShape   = regexp.MustCompile(`[0-9](?:[ ./\x{a0}\x{2007}\x{202f}-]{0,2}[0-9]){12,}`)
	groupOfFour = regexp.MustCompile(`[0-9]{4}`)
	codedShape  = regexp.MustCompile(`[A-Za-z0-9+/_=-]{40,}`)
)

// deniedValue reports a value that is nothing but a secret.
func deniedValue(v string) bool {
	masked, found := mask(strings.TrimSpace(v))
	return found && strings.TrimSpace(strings.ReplaceAll(masked, cover, "")) == ""
}

// mask covers every piece of a value that looks like a secret, and leaves the
// rest of what was written.
func mask(v string) (masked string, found bool) {
	masked = pemShape.ReplaceAllString(v, cover)
	masked = jwtShape.ReplaceAllString(masked, cover)
	masked = codedShape.ReplaceAllString(masked, cover)
	masked = cardShape.ReplaceAllStringFunc(masked, func(digits string) string {
		if hidesCard(digits) {
			return cover
		}
		return digits
	})
	return masked, masked != v
}

// hidesCard reports a run of digits in which a card number of 13 to 19 digits
// stands, alone or between others. A row of small numbers is none: the groups of
// a card number have four digits or more.
func hidesCard(text string) bool {
	if !groupOfFour.MatchString(text) {
		return false
	}
	var digits []byte
	for i := range len(text) {
		if c := text[i]; c >= '0' && c <= '9' {
			digits = append(digits, c-'0')
		}
	}
	const shortest, longest = 13, 19
	for size := shortest; size <= longest; size++ {
		for i := 0; i+size <= len(digits); i++ {
			if luhn(digits[i : i+size]) {
				return true
			}
		}
	}
	return false
}

// luhn checks the digit at the end (ISO/IEC 7812-1).
func luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i])
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
