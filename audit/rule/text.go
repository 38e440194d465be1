package rule

import (
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Text is the set of the words of a page's main text, for comparison. The zero
// Text is that of an answer whose text says too little to be compared.
type Text struct{ words map[uint64]bool }

// Bounds of a text that is compared.
const (
	leastCompared = 30
	mostCompared  = 5000
)

// TextOf reads the main text of a page while its body is there.
func TextOf(x *crawl.Exchange, p *crawl.Page) Text {
	if p == nil || x.Reason != "" {
		return Text{}
	}
	fields := strings.Fields(crawl.Lower(readMain(x.Body).text))
	if len(fields) < leastCompared {
		return Text{}
	}
	t := Text{words: map[uint64]bool{}}
	for _, word := range fields[:min(len(fields), mostCompared)] {
		t.words[xxhash.Sum64String(word)] = true
	}
	return t
}

// Likeness is the share of the words that both texts have, of 0 to 1; false
// where one of them says too little.
func (t Text) Likeness(other Text) (float64, bool) {
	if t.words == nil || other.words == nil {
		return 0, false
	}
	both := 0
	for word := range t.words {
		if other.words[word] {
			both++
		}
	}
	return float64(both) / float64(len(t.words)+len(other.words)-both), true
}

// Wall names the bot wall that an answer is of, while its body is there; empty
// for none.
func Wall(x *crawl.Exchange, p *crawl.Page) string { return wallOf(x, p) }
