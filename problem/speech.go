package problem

import (
	"strings"
	"unicode"
)

// speech is a sentence made ready for phrases.
type speech struct {
	text   string
	words  []string // in lower case; "" ends a sentence
	advice []span   // what only tells the reader what to do, or speaks of what might be
}

// span is a run of words, the second index excluded.
type span struct{ from, to int }

func (a span) overlaps(b span) bool { return a.from < b.to && b.from < a.to }

// listen splits text into words. Hyphens part words (out-of-date), underscores
// and apostrophes do not.
func listen(text string) speech {
	l := listener{speech: speech{text: text, words: make([]string, 0, 32)}}
	lower := strings.ToLower(text)
	start := -1
	for i, r := range lower {
		inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '_' || r == '\'' || r == '’'
		if inWord {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			l.hear(lower[start:i])
			start = -1
		}
		switch {
		case endsSentence(lower, i, r):
			l.endClause()
			l.words = append(l.words, "")
			l.clause = len(l.words)
		case r == ',' || r == ':':
			l.endClause()
		}
		if len(l.words) >= maxWords {
			break
		}
	}
	if start >= 0 && len(l.words) < maxWords {
		l.hear(lower[start:])
	}
	l.endClause()
	return l.speech
}

func endsSentence(s string, i int, r rune) bool {
	switch r {
	case '!', '?', ';', '\n', '。', '！', '？':
		return true
	case '.':
		return i+1 == len(s) || s[i+1] == ' '
	}
	return false
}

// maxAdvice bounds what is remembered of one sentence.
const maxAdvice = 32

// listener follows the clauses of what it hears.
type listener struct {
	speech
	clause  int  // where the present one began
	advises bool // the present one, from clause on
}

// Words that open a piece of advice, or a case that need not be: what such a
// clause names has not happened. Behind a reason the facts go on.
var (
	adviceWords = wordSet("try wait ask consider ensure see refer reload unless")
	allowWords  = wordSet("may might should")
	doubtWords  = wordSet("please usually probably possibly perhaps maybe typically often sometimes") // anywhere
	caseWords   = wordSet("if whether")                                                               // anywhere
	fieldWords  = wordSet("match none modified unmodified range")                                     // If-Match and its kin
	reasonWords = wordSet("because as since")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

func (l *listener) hear(word string) {
	l.words = append(l.words, word)
	at := len(l.words) - 1
	switch {
	case l.advises && reasonWords[word]:
		l.endClause()
	case l.advises:
	case doubtWords[word]:
		l.clause, l.advises = at, true
	case at == l.clause:
	case caseWords[l.words[at-1]] && !fieldWords[word]:
		l.clause, l.advises = at-1, true
	case at == l.clause+1:
		l.advises = adviceWords[l.words[l.clause]] || l.words[l.clause] == "you" && allowWords[word]
	}
}

func (l *listener) endClause() {
	if l.advises && len(l.advice) < maxAdvice {
		l.advice = append(l.advice, span{l.clause, len(l.words)})
	}
	l.clause, l.advises = len(l.words), false
}

// advises reports whether a run of words begins inside advice.
func (s speech) advises(at span) bool {
	for _, a := range s.advice {
		if a.overlaps(span{at.from, at.from + 1}) {
			return true
		}
	}
	return false
}

// Words before what is said not to be so: "is not locked", "has never been
// modified", "cannot be edited by others". What could not be done is another
// thing: "could not obtain lock" tells of a lock.
var (
	negations = wordSet("not no never without isn't aren't wasn't weren't hasn't haven't doesn't don't isn’t aren’t wasn’t weren’t hasn’t haven’t doesn’t don’t")
	modals    = wordSet("cannot can't can’t")
	attempts  = wordSet("could can did")
	fillers   = wordSet("be been being already currently yet longer a an the")
)

// denies reports whether what begins at a word is said not to be so.
func (s speech) denies(at int) bool {
	i := at - 1
	for i >= 0 && fillers[s.words[i]] {
		i--
	}
	switch {
	case i < 0:
		return false
	case modals[s.words[i]]:
		return i < at-1
	}
	return negations[s.words[i]] && (i < at-1 || i == 0 || !attempts[s.words[i-1]])
}

// tells reports whether the speech has the phrase as a fact: neither denied nor
// in a piece of advice.
func (s speech) tells(p phrase) bool {
	if p.parts[0].raw != "" {
		return p.in(s)
	}
	for i := range s.words {
		if n := p.from(s, i); n > 0 && !s.denies(i) && !s.advises(span{i, i + n}) {
			return true
		}
	}
	return false
}
