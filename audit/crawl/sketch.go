package crawl

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
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
	scratch := sketchTexts.Get().(*sketchText)
	defer sketchTexts.Put(scratch)
	sum, n := simHash(scratch.hide(p.Text, segments))
	head := scratch.hide(p.Title+" "+strings.Join(p.H1, " "), segments).all()
	return Sketch{Bits: sum, Head: head, Words: n}
}

// sketchText is room for a text of at most maxText bytes in lower case.
type sketchText struct{ lower, word []byte }

var sketchTexts = sync.Pool{New: func() any { return new(sketchText) }}

// hide prepares a text for its words. Parts of the address, which differ for
// each request, are hidden.
func (t *sketchText) hide(text string, segments []string) *normalWords {
	t.lower = appendLower(t.lower[:0], text)
	for _, s := range segments {
		if len(s) >= 4 {
			t.hideAll([]byte(s))
		}
	}
	n := len(t.lower)
	t.lower = append(t.lower, make([]byte, 8)...) // eight bytes can be read at each place
	return &normalWords{text: t.lower[:n], word: t.word[:0]}
}

// hideAll puts a sign in the place of a segment, wherever it stands. The sign
// is shorter, so all happens within the text.
func (t *sketchText) hideAll(segment []byte) {
	to := bytes.Index(t.lower, segment)
	if to < 0 {
		return
	}
	for rest := t.lower[to:]; ; {
		at := bytes.Index(rest, segment)
		if at < 0 {
			t.lower = t.lower[:to+copy(t.lower[to:], rest)]
			return
		}
		to += copy(t.lower[to:], rest[:at])
		to += copy(t.lower[to:], "¤")
		rest = rest[at+len(segment):]
	}
}

// normalWords goes through the first words of a text in lower case. What is
// counted or drawn by lot is hidden: digits, and long tokens with some.
type normalWords struct {
	text, word []byte
	pos, n     int
}

// next is the hash of the next word; false at the end.
func (w *normalWords) next() (hash uint64, ok bool) {
	start := wordStart(w.text, w.pos)
	if start == len(w.text) || w.n == wordsCounted {
		return 0, false
	}
	w.n++
	if hash, size := shortWord(binary.LittleEndian.Uint64(w.text[start : start+8])); size > 0 {
		w.pos = start + size
		return hash, true
	}
	end, digits := wordEnd(w.text, start)
	w.pos = end
	word := w.text[start:end]
	if digits {
		word = w.normal(word)
	}
	return hashWord(word), true
}

func (w *normalWords) normal(word []byte) []byte {
	w.word = w.word[:0]
	if len(word) >= 16 {
		w.word = append(w.word, "¤"...)
		return w.word
	}
	for len(word) > 0 {
		r, size := utf8.DecodeRune(word)
		if unicode.IsNumber(r) {
			r = '0'
		}
		w.word, word = utf8.AppendRune(w.word, r), word[size:]
	}
	return w.word
}

// shortWord is the hash of the word at the start of eight bytes, when it has up
// to seven ASCII letters and nothing of another kind: most have.
func shortWord(x uint64) (hash uint64, size int) {
	letters := (x + (0x80-'a')*eachByte) &^ (x + (0x80-'z'-1)*eachByte) & highBits
	if x&highBits != 0 || letters == highBits {
		return 0, 0
	}
	size = bits.TrailingZeros64(letters^highBits) / 8
	if byteKinds[byte(x>>(8*size))] == digitByte {
		return 0, 0
	}
	return mix(x & (1<<(8*size) - 1)), size
}

func hashWord(word []byte) (hash uint64) {
	for ; len(word) > 7; word = word[8:] {
		hash = mix(hash ^ binary.LittleEndian.Uint64(word))
	}
	rest := uint64(0)
	for i, c := range word {
		rest |= uint64(c) << (8 * i)
	}
	return mix(hash ^ rest)
}

// mix spreads each bit over all (the last steps of MurmurHash3).
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// all is the hash of all words in their order.
func (w *normalWords) all() (sum uint64) {
	for hash, ok := w.next(); ok; hash, ok = w.next() {
		sum = (bits.RotateLeft64(sum, 13) ^ hash) * mixing
	}
	return sum
}

// simHash sums up shingles bit by bit, and counts the words. The sums of eight
// bits lie side by side in one number, which is emptied before one of them can
// overflow.
func simHash(words *normalWords) (sum uint64, count int) {
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
	for hash, ok := words.next(); ok; hash, ok = words.next() {
		hashes[count%shingle] = hash
		if count >= shingle-1 {
			add(combine(&hashes, count))
		}
		count++
	}
	if count > 0 && count < shingle {
		add(combine(&hashes, count-1))
	}
	emptyLanes(&lanes, &ones)
	for bit, w := range ones {
		if 2*w > n {
			sum |= 1 << bit
		}
	}
	return sum, count
}

// mixing is the odd number next to the golden section of 2^64.
const mixing = 0x9e3779b97f4a7c15

// combine mixes the hashes of the words up to the last one, in their order.
func combine(hashes *[shingle]uint64, last int) uint64 {
	h := hashes[last%shingle] + bits.RotateLeft64(hashes[(last+3)%shingle], 13) +
		bits.RotateLeft64(hashes[(last+2)%shingle], 26) + bits.RotateLeft64(hashes[(last+1)%shingle], 39)
	h *= mixing
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
