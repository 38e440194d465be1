package form

import (
	"slices"
	"strings"
)

// Limits of a comparison: beyond them both texts are shown without marks.
const (
	maxDiffBytes = 32 << 10
	maxDiffLines = 2000
	maxEdits     = 500 // lines or words that differ
)

// Side says in which of two texts a piece stands.
type Side uint8

// The sides of a comparison.
const (
	Both Side = iota
	Mine
	Current
)

// Piece is a line, or a part of one, and where it stands.
type Piece struct {
	Side Side
	Text string
}

// Line is one line of a comparison: its pieces tell which words of it differ.
// Lines of one side only hold pieces of Both and of that side.
type Line struct {
	Side   Side
	Pieces []Piece
}

// compareText compares two texts line by line. It returns nil when they are too
// long, or too different, for marks to help anybody. Comparing the other way
// round gives the same lines with the sides swapped.
func compareText(mine, current string) []Line {
	if len(mine) > maxDiffBytes || len(current) > maxDiffBytes {
		return nil
	}
	if mine > current { // one order for both ways round
		lines := compareText(current, mine)
		return swapped(lines)
	}
	a, b := strings.Split(mine, "\n"), strings.Split(current, "\n")
	if len(a) > maxDiffLines || len(b) > maxDiffLines {
		return nil
	}
	pieces, ok := diff(a, b)
	if !ok {
		return nil
	}
	return markWords(pieces)
}

func swapped(lines []Line) []Line {
	other := [...]Side{Both: Both, Mine: Current, Current: Mine}
	for i := range lines {
		lines[i].Side = other[lines[i].Side]
		for j := range lines[i].Pieces {
			lines[i].Pieces[j].Side = other[lines[i].Pieces[j].Side]
		}
	}
	return lines
}

// markWords turns whole lines into lines with marked words: within a stretch of
// changes the first line of one side goes with the first of the other.
func markWords(pieces []Piece) []Line {
	var lines []Line
	for i := 0; i < len(pieces); {
		if pieces[i].Side == Both {
			lines = append(lines, Line{Both, []Piece{pieces[i]}})
			i++
			continue
		}
		end := i
		for end < len(pieces) && pieces[end].Side != Both {
			end++
		}
		lines = append(lines, markStretch(pieces[i:end])...)
		i = end
	}
	return lines
}

func markStretch(changed []Piece) []Line {
	var sides [3][]Line
	for _, p := range changed {
		sides[p.Side] = append(sides[p.Side], Line{p.Side, []Piece{p}})
	}
	mine, current := sides[Mine], sides[Current]
	for i := range min(len(mine), len(current)) {
		mine[i].Pieces, current[i].Pieces = compareWords(mine[i].Pieces[0].Text, current[i].Pieces[0].Text)
	}
	return append(mine, current...)
}

// compareWords marks the words of two lines that differ.
func compareWords(mine, current string) (ofMine, ofCurrent []Piece) {
	pieces, ok := diff(words(mine), words(current))
	if !ok {
		return []Piece{{Mine, mine}}, []Piece{{Current, current}}
	}
	for _, p := range pieces {
		if p.Side != Current {
			ofMine = join(ofMine, p)
		}
		if p.Side != Mine {
			ofCurrent = join(ofCurrent, p)
		}
	}
	return ofMine, ofCurrent
}

// join appends a piece, as part of the last one where both are of one side.
func join(pieces []Piece, p Piece) []Piece {
	if n := len(pieces); n > 0 && pieces[n-1].Side == p.Side {
		pieces[n-1].Text += p.Text
		return pieces
	}
	return append(pieces, p)
}

// words splits a line into words and the white space between them.
func words(line string) []string {
	var all []string
	start, space := 0, false
	for i, r := range line {
		isSpace := r == ' ' || r == '\t'
		if i > start && isSpace != space {
			all = append(all, line[start:i])
			start = i
		}
		space = isSpace
	}
	return append(all, line[start:])
}

// diff finds the shortest way from a to b (Myers, "An O(ND) Difference
// Algorithm"): a is Mine, b is Current. It gives up when more than maxEdits
// pieces differ.
func diff(a, b []string) ([]Piece, bool) {
	trace, ok := shortest(a, b)
	if !ok {
		return nil, false
	}
	var back []Piece
	x, y := len(a), len(b)
	for d := len(trace) - 1; d >= 0; d-- {
		at := trace[d]
		k := x - y
		from := k - 1
		if k == -d || k != d && at[k-1+d] < at[k+1+d] {
			from = k + 1
		}
		px := 0
		if d > 0 {
			px = at[from+d]
		}
		py := px - from
		for x > max(px, 0) && y > max(py, 0) {
			x, y = x-1, y-1
			back = append(back, Piece{Both, a[x]})
		}
		if d == 0 {
			break
		}
		if from == k+1 {
			y--
			back = append(back, Piece{Current, b[y]})
		} else {
			x--
			back = append(back, Piece{Mine, a[x]})
		}
	}
	slices.Reverse(back)
	return back, true
}

// shortest returns, for each number of edits, how far every diagonal had come
// before it; trace[d][k+d] belongs to diagonal k.
func shortest(a, b []string) (trace [][]int, ok bool) {
	size := min(len(a)+len(b), maxEdits)
	far := make([]int, 2*size+3)
	at := func(k int) *int { return &far[k+size+1] }
	for d := 0; d <= size; d++ {
		row := make([]int, 2*d+1)
		for k := -d; k <= d; k++ {
			row[k+d] = *at(k)
		}
		trace = append(trace, row)
		for k := -d; k <= d; k += 2 {
			x := *at(k - 1) + 1
			if k == -d || k != d && *at(k - 1) < *at(k + 1) {
				x = *at(k + 1)
			}
			if d == 0 {
				x = 0
			}
			y := x - k
			for x < len(a) && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			*at(k) = x
			if x >= len(a) && y >= len(b) {
				return trace, true
			}
		}
	}
	return nil, false
}
