package rule

// finder looks for many words in one pass over a text, whatever the case of
// their ASCII letters. Each word has two bytes or more.
type finder struct {
	words  map[uint16][]string // by their first two bytes
	starts [1 << 16 / 64]uint64
}

func newFinder(words []string) *finder {
	f := &finder{words: map[uint16][]string{}}
	for _, word := range words {
		for _, start := range startsOf(word[0], word[1]) {
			f.words[start] = append(f.words[start], word)
			f.starts[start/64] |= 1 << (start % 64)
		}
	}
	return f
}

// startsOf lists the ways to write two bytes.
func startsOf(first, second byte) []uint16 {
	var out []uint16
	for _, a := range casesOf(first) {
		for _, b := range casesOf(second) {
			out = append(out, uint16(a)<<8|uint16(b))
		}
	}
	return out
}

func casesOf(c byte) []byte {
	if lower := c | 0x20; lower >= 'a' && lower <= 'z' {
		return []byte{lower, lower &^ 0x20}
	}
	return []byte{c}
}

// finds reports that one of the words is in a text.
func finds[T string | []byte](f *finder, text T) bool {
	for i := range max(len(text)-1, 0) {
		start := uint16(text[i])<<8 | uint16(text[i+1])
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
