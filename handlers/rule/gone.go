package rule

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Gone knows which addresses of a site were removed for good, or withdrawn for
// legal reasons. The nil Gone knows none. It is immutable and safe for
// concurrent use.
type Gone struct {
	paths map[string]Removal
	globs []removedGlob
}

// Removal says how an address went.
type Removal struct {
	Status    status.Code // 410, or 451 for what had to go
	BlockedBy string      // with 451: the address of who enforces that (RFC 7725 section 4)
}

type removedGlob struct {
	Glob
	Removal
}

// maxGoneGlobs bounds what is tried for every missing page.
const maxGoneGlobs = 1000

// ReadGone reads a list of paths and globs, one a line; empty lines and those
// that begin with "#" are left out. "PATH 451 URL" names what had to be withdrawn,
// and who enforces that. The error joins every mistake, each a
// [*LineMistake]. A line that covers the home page is refused: it would call
// every mistyped address gone.
func ReadGone(r io.Reader) (*Gone, error) {
	g := &Gone{paths: map[string]Removal{}}
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
	text, how, err := removal(text)
	if err != nil {
		found.add(line, "write PATH 451 https://…", "%v", err)
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
		g.paths[glob.prefix] = how
	default:
		g.globs = append(g.globs, removedGlob{glob, how})
	}
}

// withdrawn stands behind an address that had to go.
const withdrawn = " 451"

// removal parts a line into the address and how it went.
func removal(line string) (address string, how Removal, err error) {
	address, enforcer, ok := strings.Cut(line+" ", withdrawn+" ")
	if !ok {
		return line, Removal{Status: status.Gone}, nil
	}
	enforcer = trim(enforcer)
	u, err := url.Parse(enforcer)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(enforcer, `<>"`) {
		return "", Removal{}, fmt.Errorf("%q: 451 needs the address of who enforces it", line)
	}
	return trim(address), Removal{Status: status.LegallyUnavailable, BlockedBy: u.String()}, nil
}

// Len is the number of paths and globs.
func (g *Gone) Len() int {
	if g == nil {
		return 0
	}
	return len(g.paths) + len(g.globs)
}

// Has reports whether an address was removed. The path is the one requested,
// still escaped.
func (g *Gone) Has(path string) bool {
	_, removed := g.Find(path)
	return removed
}

// Find returns how an address was removed, and false for one that was not. The
// path is the one requested, still escaped.
func (g *Gone) Find(path string) (Removal, bool) {
	if g.Len() == 0 {
		return Removal{}, false
	}
	path = NormalizePath(path)
	if how, listed := g.paths[path]; listed {
		return how, true
	}
	i := slices.IndexFunc(g.globs, func(glob removedGlob) bool { return glob.Match(path) })
	if i < 0 {
		return Removal{}, false
	}
	return g.globs[i].Removal, true
}
