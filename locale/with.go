package locale

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WordError is one mistake in the words that an owner gave.
type WordError struct {
	Key  string // of the sentence
	Text string // what is wrong
	Hint string // how to mend it; may be empty
}

// Error names the key and the mistake.
func (e *WordError) Error() string { return fmt.Sprintf("words: %s: %s", e.Key, e.Text) }

// With returns the language with some of its sentences replaced, by key. The
// language itself stays as it is, and without words it is returned. The error
// joins one *WordError for each word that cannot be used: an unknown key, a text
// that is empty, too long or not on one line, or placeholders that differ from
// those of the sentence it replaces.
func (l *Language) With(words map[string]string) (*Language, error) {
	if len(words) == 0 {
		return l, nil
	}
	changed := l.clone()
	open := maps.Clone(words)
	var wrong []error
	changed.visit(func(key, text string) string {
		word, given := open[key]
		if !given {
			return text
		}
		delete(open, key)
		if err := checkWord(key, word, text); err != nil {
			wrong = append(wrong, err)
		}
		return word
	})
	for _, key := range slices.Sorted(maps.Keys(open)) {
		wrong = append(wrong, l.unknownKey(key))
	}
	if wrong != nil {
		return nil, errors.Join(wrong...)
	}
	return changed, nil
}

// clone copies a language, so that its words can be changed.
func (l *Language) clone() *Language {
	c := *l
	c.labels = maps.Clone(l.labels)
	for u, forms := range l.waits {
		c.waits[u] = maps.Clone(forms)
	}
	return &c
}

// visit calls f with every key and its text and keeps what f returns. Only on a
// clone may that be another text.
func (l *Language) visit(f func(key, text string) string) {
	visitAll(l.headings[:], headingKeys[:], f)
	visitAll(l.sentences[:], sentenceKeys[:], f)
	visitAll(l.steps[:], stepKeys[:], f)
	replace(&l.fieldTaken, f(fieldTakenKey, l.fieldTaken))
	for _, k := range slices.Sorted(maps.Keys(l.labels)) {
		if word := f(labelKey(k), l.labels[k]); word != l.labels[k] {
			l.labels[k] = word
		}
	}
	for u, forms := range l.waits {
		for _, form := range slices.Sorted(maps.Keys(forms)) {
			if word := f(waitKey(unit(u), form), forms[form]); word != forms[form] {
				forms[form] = word
			}
		}
	}
}

func visitAll(texts, keys []string, f func(key, text string) string) {
	for i := range texts {
		replace(&texts[i], f(keys[i], texts[i]))
	}
}

// replace writes only what differs: shipped languages are shared and only read.
func replace(text *string, word string) {
	if *text != word {
		*text = word
	}
}

var placeholders = regexp.MustCompile(`\{[a-z]+\}`)

// checkWord says what is wrong with a word in place of a text.
func checkWord(key, word, text string) error {
	most := longest[kindOf(key)]
	want, got := placeholdersOf(text), placeholdersOf(word)
	switch {
	case strings.TrimSpace(word) == "":
		return &WordError{key, "the text is empty", "leave the key out to keep: " + text}
	case !utf8.ValidString(word) || strings.ContainsFunc(word, unicode.IsControl):
		return &WordError{key, "the text does not stand on one line of UTF-8", "write it on one line, without tabs"}
	case utf8.RuneCountInString(word) > most:
		return &WordError{key, fmt.Sprintf("the text has %d characters, and %d fit", utf8.RuneCountInString(word), most), "say it shorter"}
	case !slices.Equal(want, got) && len(want) == 0:
		return &WordError{key, "nothing is filled in for " + strings.Join(got, ", "), "take it out"}
	case !slices.Equal(want, got):
		return &WordError{key, "the text must hold " + strings.Join(want, ", ") + " once", "as in: " + text}
	}
	return nil
}

func placeholdersOf(text string) []string {
	found := placeholders.FindAllString(text, -1)
	slices.Sort(found)
	return found
}
