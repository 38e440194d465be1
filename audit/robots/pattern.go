package robots

import "strings"

// pattern is the compiled value of a rule (RFC 9309 section 2.2.3): the star
// stands for any run of bytes, a dollar at the end for the end of the path.
// The zero pattern matches every path.
type pattern struct {
	head     string  // literal at the start of the path
	pieces   []piece // literals between stars, in this order, none empty
	starred  bool    // a star follows head; len(pieces) > 0 => starred
	anchored bool    // the last literal ends the path
}

// piece is a literal to be found, with the table that spares the search from
// ever stepping back in the path (Knuth, Morris, Pratt).
type piece struct {
	text    string
	borders []uint16 // borders[i]: longest proper prefix of text[:i+1] that is also its suffix; nil for one byte
}

// compile expects a normalised value, see escape. A line counts up to 16,663
// bytes and escaping at most triples it, so that uint16 holds every border.
func compile(value string) pattern {
	literal, anchored := strings.CutSuffix(value, "$")
	head, rest, starred := strings.Cut(literal, "*")
	p := pattern{head: head, starred: starred, anchored: anchored}
	if !starred {
		return p
	}
	for text := range strings.SplitSeq(rest, "*") {
		if text != "" {
			p.pieces = append(p.pieces, piece{text, bordersOf(text)})
		}
	}
	if strings.HasSuffix(literal, "*") {
		p.anchored = false // a star runs to the end of any path
	}
	return p
}

func bordersOf(text string) []uint16 {
	if len(text) < 2 {
		return nil
	}
	borders := make([]uint16, len(text))
	length := 0
	for i := 1; i < len(text); i++ {
		for length > 0 && text[i] != text[length] {
			length = int(borders[length-1])
		}
		if text[i] == text[length] {
			length++
		}
		borders[i] = uint16(length)
	}
	return borders
}

// match reports whether the pattern covers a path from its start.
func (p *pattern) match(path string) bool {
	matched, _ := p.run(path)
	return matched
}

// run matches and counts its steps: at most 2·len(path) + len(head) + len(last
// piece), whatever the pattern. Taking the leftmost place for each piece is
// enough, since a later place leaves less room for the pieces behind it.
func (p *pattern) run(path string) (matched bool, steps int) {
	steps = len(p.head)
	if !strings.HasPrefix(path, p.head) {
		return false, steps
	}
	rest := path[len(p.head):]
	if !p.starred {
		return !p.anchored || rest == "", steps
	}
	search := p.pieces
	if p.anchored {
		search = search[:len(search)-1]
	}
	for i := range search {
		end, n := search[i].find(rest)
		steps += n
		if end < 0 {
			return false, steps
		}
		rest = rest[end:]
	}
	if !p.anchored {
		return true, steps
	}
	tail := p.pieces[len(p.pieces)-1].text
	return strings.HasSuffix(rest, tail), steps + len(tail)
}

// find returns the end of the leftmost occurrence in s, or -1, and the number
// of steps: at most two for each byte passed. Between candidates it leaps to
// the next first byte: 2.6 µs in place of 9.0 µs in BenchmarkDecide.
func (p *piece) find(s string) (end, steps int) {
	matched := 0
	for i := 0; i < len(s); i++ {
		if matched == 0 {
			leap := strings.IndexByte(s[i:], p.text[0])
			if leap < 0 {
				return -1, steps + len(s) - i
			}
			i, steps = i+leap, steps+leap
		}
		for matched > 0 && s[i] != p.text[matched] {
			matched = int(p.borders[matched-1])
			steps++
		}
		if s[i] == p.text[matched] {
			matched++
		}
		steps++
		if matched == len(p.text) {
			return i + 1, steps
		}
	}
	return -1, steps
}
