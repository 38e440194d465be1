package crawl

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

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
	words := make([]string, 0, min(len(text)/5, wordsCounted))
	for word := range strings.FieldsFuncSeq(text, between) {
		if len(words) == wordsCounted {
			break
		}
		words = append(words, normalWord(word))
	}
	return words
}

// between reports a character that stands between words.
func between(r rune) bool {
	if r < utf8.RuneSelf {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}
	return r != '¤' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
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

// simHash sums up shingles bit by bit. The sums of eight bits lie side by side
// in one number, which is emptied before one of them can overflow.
func simHash(words []string) uint64 {
	if len(words) == 0 {
		return 0
	}
	var hashes [shingle]uint64
	var lanes [8]uint64
	var ones [64]int
	n := 0
	add := func(h uint64) {
		for i := range lanes {
			lanes[i] += spread[h>>(8*i)&0xff]
		}
		if n++; n%255 == 0 {
			emptyLanes(&lanes, &ones)
		}
	}
	for i, word := range words {
		hashes[i%shingle] = xxhash.Sum64String(word)
		if i >= shingle-1 || i == len(words)-1 {
			add(combine(hashes[:], i))
		}
	}
	emptyLanes(&lanes, &ones)
	var out uint64
	for bit, w := range ones {
		if 2*w > n {
			out |= 1 << bit
		}
	}
	return out
}

// combine mixes the hashes of the words up to the last one, in their order.
func combine(hashes []uint64, last int) uint64 {
	h := uint64(0)
	for i := max(0, last-shingle+1); i <= last; i++ {
		h = (bits.RotateLeft64(h, 13) ^ hashes[i%shingle]) * 0x9e3779b97f4a7c15
	}
	return h ^ h>>29
}

// spread holds for each byte a number with one byte a bit.
var spread = func() (table [256]uint64) {
	for b := range table {
		for bit := range 8 {
			table[b] |= uint64(b>>bit&1) << (8 * bit)
		}
	}
	return table
}()

func emptyLanes(lanes *[8]uint64, ones *[64]int) {
	for i := range lanes {
		for bit := range 8 {
			ones[8*i+bit] += int(lanes[i] >> (8 * bit) & 0xff)
		}
		lanes[i] = 0
	}
}
