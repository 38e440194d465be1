package rule

// finder looks for many words in one pass over a text, whatever the case of
// their ASCII letters. Each word has three bytes or more.
type finder struct {
	words  map[uint16][]string // by their start
	starts [1 << 16 / 64]uint64
}

func newFinder(words []string) *finder {
	f := &finder{words: map[uint16][]string{}}
	for _, word := range words {
		start := startOf(word[0], word[1], word[2])
		f.words[start] = append(f.words[start], word)
		f.starts[start/64] |= 1 << (start % 64)
	}
	return f
}

// startOf hashes three bytes to a number that is the same for both cases of a
// letter.
func startOf(a, b, c byte) uint16 {
	return uint16(a|0x20)<<8 ^ uint16(b|0x20)<<4 ^ uint16(c|0x20)
}

// finds reports that one of the words is in a text.
func finds[T string | []byte](f *finder, text T) bool {
	for i := range max(len(text)-2, 0) {
		start := startOf(text[i], text[i+1], text[i+2])
		if f.starts[start/64]>>(start%64)&1 == 0 {
			continue
		}
		for _, word := range f.words[start] {
			if beginsWith(text[i:], word) {
				return true
			}
		}
	}
	return false
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
