package problem

// textTable finds rows by their first word, so that a sentence is compared with
// few of them.
type textTable struct {
	rules   []textRule
	phrases []phrase
	words   map[string][]int // first word → rows
	stems   map[string][]int // first bytes of a first word that is a beginning → rows
	raw     []int            // rows that are searched as they stand
}

const stemLen = 2

func compileTexts(rules []textRule) textTable {
	t := textTable{rules: rules, words: map[string][]int{}, stems: map[string][]int{}}
	for i, rule := range rules {
		p := say(rule.says)
		t.phrases = append(t.phrases, p)
		first := p.parts[0]
		if first.raw != "" {
			t.raw = append(t.raw, i)
			continue
		}
		for _, s := range first.words[0].words {
			if s.prefix {
				t.stems[s.text[:stemLen]] = append(t.stems[s.text[:stemLen]], i)
			} else {
				t.words[s.text] = append(t.words[s.text], i)
			}
		}
	}
	return t
}

// textHit is a row that was found, and where.
type textHit struct {
	row int
	at  span // empty for a row that is searched as it stands
}

// maxHits bounds what is weighed of one sentence.
const maxHits = 64

// hits returns the rows that the speech has: not those that it denies, and of
// advice only rows that know it.
func (t *textTable) hits(s speech) []textHit {
	var found []textHit
	ask := func(rows []int, i int) {
		for _, row := range rows {
			hit := textHit{row, span{i, i + t.phrases[row].from(s, i)}}
			if hit.at.to > i && len(found) < maxHits && t.counts(hit, s) {
				found = append(found, hit)
			}
		}
	}
	for i, word := range s.words {
		ask(t.words[word], i)
		if len(word) >= stemLen {
			ask(t.stems[word[:stemLen]], i)
		}
	}
	for _, row := range t.raw {
		if t.phrases[row].in(s) && len(found) < maxHits {
			found = append(found, textHit{row: row})
		}
	}
	return found
}

// counts leaves out what is denied, and what is advised unless the row knows
// advice. What is no conflict stays none.
func (t *textTable) counts(h textHit, s speech) bool {
	rule := t.rules[h.row]
	return rule.cause == Unknown || !s.denies(h.at.from) && (rule.force.knowsAdvice() || !s.advises(h.at))
}

// from returns how many words the first part of the phrase takes from word i
// on, 0 unless the others occur anywhere.
func (p phrase) from(s speech, i int) int {
	n := p.parts[0].at(s.words[i:])
	if n == 0 {
		return 0
	}
	for _, part := range p.parts[1:] {
		if !part.in(s) {
			return 0
		}
	}
	return n
}
