package crawl

import (
	"math/bits"
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"
)

// Sketch is a fingerprint of a page's text that similar texts share. The zero
// Sketch is that of no text.
type Sketch struct {
	Bits  uint64 // SimHash over shingles of four words
	Head  uint64 // of title and heading
	Words int
}

const (
	shingle      = 4
	nearBits     = 3  // of 64 may differ
	tooShort     = 20 // words; below, SimHash says nothing without the headings
	wordsCounted = 2000
)

// Like reports that two pages come from one template and say the same.
func (s Sketch) Like(other Sketch) bool {
	if s.Words == 0 || other.Words == 0 {
		return s == other
	}
	if min(s.Words, other.Words) < tooShort {
		return s.Head == other.Head && s.Bits == other.Bits
	}
	return bits.OnesCount64(s.Bits^other.Bits) <= nearBits
}

// sketchOf takes out of the text what differs for each request: the address
// that was asked for, digits and tokens.
func sketchOf(a Address, p *Page) Sketch {
	segments := strings.FieldsFunc(strings.ToLower(a.PathQuery()), func(r rune) bool { return r == '/' || r == '?' || r == '&' })
	words := normalWords(p.Text, segments)
	head := normalWords(p.Title+" "+strings.Join(p.H1, " "), segments)
	return Sketch{Bits: simHash(words), Head: xxhash.Sum64String(strings.Join(head, " ")), Words: len(words)}
}

func normalWords(text string, segments []string) []string {
	text = strings.ToLower(text)
	for _, s := range segments {
		if len(s) >= 4 {
			text = strings.ReplaceAll(text, s, "¤")
		}
	}
	var words []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '¤' }) {
		if len(words) == wordsCounted {
			break
		}
		words = append(words, normalWord(word))
	}
	return words
}

// normalWord hides what is counted or drawn by lot: digits, long tokens.
func normalWord(word string) string {
	digits := strings.ContainsFunc(word, unicode.IsNumber)
	if digits && len(word) >= 16 {
		return "¤"
	}
	if !digits {
		return word
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsNumber(r) {
			return '0'
		}
		return r
	}, word)
}

func simHash(words []string) uint64 {
	if len(words) == 0 {
		return 0
	}
	var weight [64]int
	for i := range max(1, len(words)-shingle+1) {
		h := xxhash.Sum64String(strings.Join(words[i:min(i+shingle, len(words))], " "))
		for bit := range weight {
			weight[bit] += int(h>>bit&1)*2 - 1
		}
	}
	var out uint64
	for bit, w := range weight {
		if w > 0 {
			out |= 1 << bit
		}
	}
	return out
}
