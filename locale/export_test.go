package locale

import (
	"maps"
	"slices"
)

// Words of one language by kind, for tests of completeness.
func Headings(l *Language) []string  { return append(slices.Clone(l.headings[:]), l.fieldTaken) }
func Sentences(l *Language) []string { return slices.Clone(l.sentences[:]) }
func Steps(l *Language) []string     { return slices.Clone(l.steps[:]) }

func Labels(l *Language) map[Label]string { return maps.Clone(l.labels) }

// Waits lists every form of every unit, keyed by unit and form.
func Waits(l *Language) map[string]string {
	all := map[string]string{}
	for u, forms := range l.waits {
		for form, text := range forms {
			all[string(rune('0'+u))+"/"+string(rune('0'+form))] = text
		}
	}
	return all
}

// Unused lists the English words of keys that no code, cause, own error or
// replaced step leads to.
func Unused() []string {
	var headings [headingCount]bool
	var sentences [sentenceCount]bool
	var steps [stepCount]bool
	use := func(e entry) {
		headings[e.heading], sentences[e.sentence] = true, true
		for _, s := range e.steps {
			steps[s] = true
		}
	}
	for _, table := range []map[string]entry{causes, {"": formUsed}, {"": whileReading}} {
		for _, e := range table {
			use(e)
		}
	}
	for _, e := range clientErrors {
		use(e)
	}
	for _, e := range signedOut {
		use(e)
	}
	for _, e := range serverErrors {
		use(e)
	}
	for _, s := range owns {
		sentences[s] = true
	}
	for _, p := range promises {
		for _, s := range p.instead {
			steps[s] = true
		}
	}
	var unused []string
	unused = collect(unused, headings[:], english.headings[:])
	unused = collect(unused, sentences[:], english.sentences[:])
	return collect(unused, steps[:], english.steps[:])
}

func collect(unused []string, used []bool, words []string) []string {
	for i, ok := range used {
		if !ok {
			unused = append(unused, words[i])
		}
	}
	return unused
}

// OwnWords lists the words that Own knows.
func OwnWords() []string {
	var words []string
	for w := range owns {
		words = append(words, w)
	}
	return words
}

// NewForTest returns a language without words.
func NewForTest(tag string) *Language { return &Language{tag: tag} }
