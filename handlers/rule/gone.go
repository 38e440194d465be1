package rule

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

// Gone knows which addresses of a site were removed for good. The nil Gone
// knows none. It is immutable and safe for concurrent use.
type Gone struct {
	paths map[string]struct{}
	globs []Glob
}

// maxGoneGlobs bounds what is tried for every missing page.
const maxGoneGlobs = 1000

// ReadGone reads a list of paths and globs, one a line; empty lines and those
// that begin with "#" are left out. The error joins every mistake, each a
// [*LineMistake]. A line that covers the home page is refused: it would call
// every mistyped address gone.
func ReadGone(r io.Reader) (*Gone, error) {
	g := &Gone{paths: map[string]struct{}{}}
	var found lineReport
	lines := bufio.NewScanner(skipMark(newBounded(r)))
	lines.Buffer(make([]byte, 0, 4096), 2*maxAddress)
	number := 0
	for lines.Scan() {
		number++
		if text := trim(lines.Text()); text != "" && text[0] != '#' {
			g.add(number, text, &found)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		found.add(number+1, "", "the line is longer than %d bytes", 2*maxAddress)
	case err != nil:
		found.unreadable(err, number+1)
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return g, nil
}

func (g *Gone) add(line int, text string, found *lineReport) {
	if path, query, asked := strings.Cut(text, "?"); asked && strings.Contains(query, "=") {
		found.add(line, "write "+path, "%q: the list goes by path, without a query", text)
		return
	}
	glob, err := CompileGlob(text)
	switch {
	case err != nil:
		found.add(line, "", "%v", err)
	case glob.Match("/"):
		found.add(line, "list what was removed", "%q covers the home page, or every address there could be", text)
	case glob.IsLiteral() && len(g.paths) == maxAddresses, !glob.IsLiteral() && len(g.globs) == maxGoneGlobs:
		found.add(line, "", "more than %d addresses or %d globs", maxAddresses, maxGoneGlobs)
	case glob.IsLiteral():
		g.paths[glob.prefix] = struct{}{}
	default:
		g.globs = append(g.globs, glob)
	}
}

// Len is the number of paths and globs.
func (g *Gone) Len() int {
	if g == nil {
		return 0
	}
	return len(g.paths) + len(g.globs)
}

// Has reports whether an address is gone for good. The path is the one
// requested, still escaped.
func (g *Gone) Has(path string) bool {
	if g.Len() == 0 {
		return false
	}
	path = NormalizePath(path)
	if _, listed := g.paths[path]; listed {
		return true
	}
	return slices.ContainsFunc(g.globs, func(glob Glob) bool { return glob.Match(path) })
}
