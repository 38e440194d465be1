package problem

import (
	"strings"
	"unicode"
)

// A codePattern finds words in an error code in snake case: "name_exists" in
// domain_name_exists. A word that ends in * stands for all that begin so; ^
// ties the pattern to the start of the code. Behind "not", "no" or "un" nothing
// is found: resource_not_exists is no clash.
type codePattern struct {
	words    []string
	anchored bool
}

func code(pattern string) codePattern {
	p := codePattern{anchored: strings.HasPrefix(pattern, "^")}
	p.words = strings.Split(strings.TrimPrefix(pattern, "^"), "_")
	return p
}

// in reports whether the pattern is in words, the parts of a code.
func (p codePattern) in(words []string) bool {
	for i := 0; i+len(p.words) <= len(words); i++ {
		if p.at(words[i:]) && (i == 0 || !isNegation(words[i-1])) {
			return true
		}
		if p.anchored {
			break
		}
	}
	return false
}

func (p codePattern) at(words []string) bool {
	for i, want := range p.words {
		if !wordMatches(want, words[i]) {
			return false
		}
	}
	return true
}

func isNegation(word string) bool {
	return word == "not" || word == "no" || word == "non" || word == "un"
}

func wordMatches(want, got string) bool {
	if stem, isStem := strings.CutSuffix(want, "*"); isStem {
		return strings.HasPrefix(got, stem)
	}
	return want == got
}

// A phrase finds a manner of speaking in a sentence. It is written as words in
// lower case:
//
//	already exist*              a word, and one that begins with "exist"
//	changed|edited by           one of several words
//	another ... in progress     up to twelve other words between, of the same sentence
//	は更新 & 再読み込み           both anywhere; without spaces between words
//
// Scripts that put no spaces between words are searched as they stand.
type phrase struct {
	parts []phrasePart // all must be found
}

type phrasePart struct {
	raw   string // searched as it stands
	words []choice
}

// choice is one place of a phrase: a gap, or one of several words.
type choice struct {
	gap   bool
	words []stem
}

type stem struct {
	text   string
	prefix bool
}

const (
	gap    = "..."
	gapMax = 12
)

func say(pattern string) phrase {
	var p phrase
	for part := range strings.SplitSeq(pattern, " & ") {
		if hasNoSpaces(part) {
			p.parts = append(p.parts, phrasePart{raw: part})
			continue
		}
		var words []choice
		for word := range strings.FieldsSeq(part) {
			words = append(words, chooseFrom(word))
		}
		p.parts = append(p.parts, phrasePart{words: words})
	}
	return p
}

func chooseFrom(alternatives string) choice {
	if alternatives == gap {
		return choice{gap: true}
	}
	var c choice
	for word := range strings.SplitSeq(alternatives, "|") {
		text, prefix := strings.CutSuffix(word, "*")
		c.words = append(c.words, stem{text, prefix})
	}
	return c
}

// hasNoSpaces reports a script that is written without spaces.
func hasNoSpaces(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	})
}

// in reports whether the phrase occurs.
func (p phrase) in(s speech) bool {
	for _, part := range p.parts {
		if !part.in(s) {
			return false
		}
	}
	return true
}

func (p phrasePart) in(s speech) bool {
	if p.raw != "" {
		return strings.Contains(s.text, p.raw)
	}
	for i := range s.words {
		if p.at(s.words[i:]) > 0 {
			return true
		}
	}
	return false
}

// at matches from the first word on and returns how many words it took, 0 for
// no match. The first fitting word behind a gap counts, so the work stays
// linear. A gap never reaches over a "not".
func (p phrasePart) at(words []string) int {
	all, skip := len(words), 0
	for _, want := range p.words {
		if want.gap {
			skip = gapMax
			continue
		}
		for len(words) > 0 && skip > 0 && words[0] != "" && !negations[words[0]] && !want.has(words[0]) {
			words, skip = words[1:], skip-1
		}
		if len(words) == 0 || !want.has(words[0]) {
			return 0
		}
		words, skip = words[1:], 0
	}
	return all - len(words)
}

func (c choice) has(word string) bool {
	for _, s := range c.words {
		if s.text == word || s.prefix && strings.HasPrefix(word, s.text) {
			return true
		}
	}
	return false
}
