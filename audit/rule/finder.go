package rule

import (
	"iter"
	"slices"
)

// finder looks for many words in one pass over a text, whatever the case of
// their ASCII letters. Each word has three bytes or more. Of a text not every
// place is looked at: where the shortest word has n bytes, three in a row are
// tried every n-2 bytes, and every word that comes by holds three of those that
// are tried.
type finder struct {
	parts [1 << 16 / 64]uint64
	words map[uint16][]partOf // by three bytes of theirs
	step  int
}

// partOf is a word, and where in it the three bytes stand.
type partOf struct {
	word string
	at   int
}

func newFinder(words []string) *finder {
	f := &finder{words: map[uint16][]partOf{}, step: len(words[0]) - 2}
	for _, word := range words {
		f.step = min(f.step, len(word)-2)
	}
	for _, word := range words {
		for at := range f.step {
			hash := hashOf(word[at], word[at+1], word[at+2])
			f.parts[hash/64] |= 1 << (hash % 64)
			if one := (partOf{word, at}); !slices.Contains(f.words[hash], one) {
				f.words[hash] = append(f.words[hash], one)
			}
		}
	}
	return f
}

// hashOf hashes three bytes to a number that is the same for both cases of a
// letter.
func hashOf(a, b, c byte) uint16 {
	return uint16(a|0x20)<<8 ^ uint16(b|0x20)<<4 ^ uint16(c|0x20)
}

// finds reports that one of the words is in a text.
func finds[T string | []byte](f *finder, text T) bool {
	for i := 0; i < len(text)-2; i += f.step {
		hash := hashOf(text[i], text[i+1], text[i+2])
		if f.parts[hash/64]>>(hash%64)&1 != 0 && wordAt(f, text, i, hash) >= 0 {
			return true
		}
	}
	return false
}

// places goes through where words begin in a text.
func places[T string | []byte](f *finder, text T) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < len(text)-2; i += f.step {
			hash := hashOf(text[i], text[i+1], text[i+2])
			if f.parts[hash/64]>>(hash%64)&1 == 0 {
				continue
			}
			if at := wordAt(f, text, i, hash); at >= 0 && !yield(at) {
				return
			}
		}
	}
}

// wordAt is where a word begins of which the three bytes at i are a part; below
// zero without one.
func wordAt[T string | []byte](f *finder, text T, i int, hash uint16) int {
	for _, part := range f.words[hash] {
		if i >= part.at && beginsWith(text[i-part.at:], part.word) {
			return i - part.at
		}
	}
	return -1
}

// beginsWith reports that a text begins with a word, whatever the case of their
// ASCII letters.
func beginsWith[T string | []byte](text T, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if text[i] != word[i] && lowerByte(text[i]) != lowerByte(word[i]) {
			return false
		}
	}
	return true
}

func lowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}
