package rule

import "strings"

// finder looks for many words in one pass over a text. Each word has two bytes
// or more.
type finder struct {
	words  map[uint16][]string // by their first two bytes
	starts [1 << 16]bool
}

func newFinder(words []string) *finder {
	f := &finder{words: map[uint16][]string{}}
	for _, word := range words {
		start := uint16(word[0])<<8 | uint16(word[1])
		f.words[start] = append(f.words[start], word)
		f.starts[start] = true
	}
	return f
}

// in reports that one of the words is in the text.
func (f *finder) in(text string) bool {
	for i := range max(len(text)-1, 0) {
		start := uint16(text[i])<<8 | uint16(text[i+1])
		if !f.starts[start] {
			continue
		}
		for _, word := range f.words[start] {
			if strings.HasPrefix(text[i:], word) {
				return true
			}
		}
	}
	return false
}
