package rule

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Match reports whether the whole text fits. A path must be normalised, see
// [NormalizePath].
func (g Glob) Match(text string) bool {
	rest, ok := strings.CutPrefix(text, g.prefix)
	switch {
	case !ok:
		return false
	case len(g.rest) == 0:
		return rest == ""
	case len(g.rest) == 1 && g.rest[0].kind == deep:
		return true
	}
	return strings.HasSuffix(rest, g.suffix) && g.run(rest)
}

// positions is a set of positions in a pattern: those that the text read so far
// can have reached.
type positions [(maxTokens + 64) / 64]uint64

func (p *positions) add(i int)      { p[i/64] |= 1 << (i % 64) }
func (p *positions) has(i int) bool { return p[i/64]&(1<<(i%64)) != 0 }

// run follows all ways through the pattern at once, so that no text makes it
// try one part of itself again.
func (g *Glob) run(text string) bool {
	var now positions
	g.reach(&now, 0)
	for len(text) > 0 {
		width := g.width(text)
		var next positions
		reached := false
		for word, set := range now {
			for ; set != 0; set &= set - 1 {
				at := word*64 + bits.TrailingZeros64(set)
				reached = g.read(&next, at, text[:width]) || reached
			}
		}
		if !reached {
			return false
		}
		now, text = next, text[width:]
	}
	end := len(g.rest)
	return now.has(end) || end > 1 && g.rest[end-2].kind == tail && now.has(end-2)
}

// read takes one character at a position.
func (g *Glob) read(next *positions, at int, char string) bool {
	if at == len(g.rest) {
		return false
	}
	slash := char == "/" && !g.words
	switch t := &g.rest[at]; t.kind {
	case literal:
		if !g.same(t.text, char) {
			return false
		}
		g.reach(next, at+1)
	case tail:
		if !slash {
			return false
		}
		g.reach(next, at+1)
	case one:
		if slash {
			return false
		}
		g.reach(next, at+1)
	case star:
		if slash {
			return false
		}
		g.reach(next, at)
	case deep:
		g.reach(next, at)
	case dirs:
		next.add(at)
		if slash {
			g.reach(next, at+1)
		}
	}
	return true
}

// reach adds a position, and those behind it that need no character.
func (g *Glob) reach(p *positions, at int) {
	p.add(at)
	for at < len(g.rest) && g.rest[at].isOptional() {
		at++
		p.add(at)
	}
}

func (t *token) isOptional() bool { return t.kind == star || t.kind == deep || t.kind == dirs }

func (g *Glob) same(a, b string) bool { return a == b || g.words && strings.EqualFold(a, b) }

// width is the length of the first character.
func (g *Glob) width(text string) int {
	if g.words {
		_, width := utf8.DecodeRuneInString(text)
		return width
	}
	return characterWidth(text)
}

// characterWidth is the length of the first character of a normalised path: an
// escaped character of several bytes is one.
func characterWidth(text string) int {
	first, ok := unescape(text)
	if !ok {
		return 1
	}
	var char [utf8.UTFMax]byte
	char[0] = first
	for n := 1; n < len(char) && !utf8.FullRune(char[:n]); n++ {
		b, ok := unescape(text[n*3:])
		if !ok {
			return 3
		}
		char[n] = b
		if r, size := utf8.DecodeRune(char[:n+1]); r != utf8.RuneError && size == n+1 {
			return (n + 1) * 3
		}
	}
	return 3
}
