package form

import (
	"slices"
	"strings"
	"unicode"
)

// deniedInside are pieces of names whose values are never given back, wherever
// in the name they stand.
var deniedInside = strings.Fields(`pass pwd secret token csrf xsrf nonce authenticity __requestverification __viewstate
	__eventvalidation card cvv cvc iban signature session`)

// deniedTwoWords are two words that any mark may part: api_key, private-key.
var deniedTwoWords = strings.Fields(`apikey privatekey`)

// deniedParts are names of secrets that are also the beginnings of harmless
// words: opinion, author, keywords. They count as whole parts of a name.
var deniedParts = strings.Fields(`pin otp ssn key auth cc sid hash`)

// deniedName reports a name that tells of a secret.
func deniedName(name string) bool {
	lower := strings.ToLower(name)
	letters := strings.Map(onlyLetters, lower)
	for _, piece := range deniedInside {
		if strings.Contains(lower, piece) {
			return true
		}
	}
	for _, piece := range deniedTwoWords {
		if strings.Contains(letters, piece) {
			return true
		}
	}
	for _, part := range parts(name) {
		if slices.Contains(deniedParts, part) {
			return true
		}
	}
	return false
}

// onlyLetters takes the marks between the words of a name away.
func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// parts splits a name at everything that is no letter and at humps: userPIN,
// user_pin and user[pin] all have the part pin.
func parts(name string) []string {
	var all []string
	var part []rune
	end := func() {
		if len(part) > 0 {
			all = append(all, strings.ToLower(string(part)))
			part = part[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) {
			end()
			continue
		}
		if startsPart(runes, i) {
			end()
		}
		part = append(part, r)
	}
	end()
	return all
}

// startsPart reports a capital after a small letter, or before one at the end of
// several capitals.
func startsPart(runes []rune, i int) bool {
	if i == 0 || !unicode.IsUpper(runes[i]) {
		return false
	}
	return unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])
}
