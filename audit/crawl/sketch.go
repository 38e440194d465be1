package crawl

import (
	"iter"
	"math/bits"
	"slices"
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

// sketchOf is the fingerprint of a page that was asked for by an address.
func sketchOf(a Address, p *Page) Sketch {
	segments := strings.FieldsFunc(strings.ToLower(a.PathQuery()), func(r rune) bool { return r == '/' || r == '?' || r == '&' })
	sum, n := simHash(normalWords(p.Text, segments))
	head := slices.Collect(normalWords(p.Title+" "+strings.Join(p.H1, " "), segments))
	return Sketch{Bits: sum, Head: xxhash.Sum64String(strings.Join(head, " ")), Words: n}
}

// normalWords lists what is left of a text when the words that differ for each
// request are hidden: parts of the address, digits, long tokens.
func normalWords(text string, segments []string) iter.Seq[string] {
	text = Lower(text)
	for _, s := range segments {
		if len(s) >= 4 {
			text = strings.ReplaceAll(text, s, "¤")
		}
	}
	return func(yield func(string) bool) {
		for n, rest := 0, text; n < wordsCounted; n++ {
			word, digits, after := nextWord(rest)
			if rest = after; word == "" || !yield(normalWord(word, digits)) {
				return
			}
		}
	}
}

// normalWord hides what is counted or drawn by lot.
func normalWord(word string, digits bool) string {
	switch {
	case !digits:
		return word
	case len(word) >= 16:
		return "¤"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsNumber(r) {
			return '0'
		}
		return r
	}, word)
}

// simHash sums up shingles bit by bit, and counts the words. The sums of eight
// bits lie side by side in one number, which is emptied before one of them can
// overflow.
func simHash(words iter.Seq[string]) (sum uint64, count int) {
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
	for word := range words {
		hashes[count%shingle] = xxhash.Sum64String(word)
		if count >= shingle-1 {
			add(combine(hashes[:], count))
		}
		count++
	}
	if count > 0 && count < shingle {
		add(combine(hashes[:], count-1))
	}
	emptyLanes(&lanes, &ones)
	for bit, w := range ones {
		if 2*w > n {
			sum |= 1 << bit
		}
	}
	return sum, count
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
