package views

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
)

// shape is one kind of page: its fixed parts, and what stands between them.
type shape struct {
	words    problem.Document // title, sentence and steps of every document of this kind
	sentence string           // what its pages say happened
	head     string           // fixed, up to the first hole
	rest     []gap
	sum      sum // of the head
	packed   [codingCount]packedHead
}

// packedHead is the head in one coding, compressed when it is first asked for.
type packedHead struct {
	once  sync.Once
	bytes []byte // nil: it cannot be compressed
}

// gap is a hole and the fixed part behind it.
type gap struct {
	hole hole
	text string
}

// mark is what stands in a hole while a shape is made. It is a path, so that it
// may stand for a link, and holds nothing that is escaped or cut.
func mark(h hole) string { return "/signpost-hole-" + strconv.Itoa(int(h)) + "/" }

// newShape renders a page with marks for the values and cuts it there; nil when
// the words of the document are not those of the catalogue, or when a mark does
// not stand on the page exactly once.
func newShape(d problem.Document, o PageOptions) *shape {
	words, ok := catalogued(d)
	if !ok {
		return nil
	}
	v := valuesOf(d, o)
	marked, options := markAll(d, o, v)
	p := NewPage(marked, options)
	if v[holeWait] != "" {
		p.Wait = mark(holeWait)
	}
	for i, fact := range p.Support {
		if v[holeTime] != "" && fact.Value == v[holeTime] {
			p.Support[i].Value = mark(holeTime)
		}
	}
	page, err := renderSafely(p)
	if err != nil {
		return nil
	}
	s := &shape{words: words, sentence: wordsFor(d.Lang, marked, options).Sentence}
	return s.cut(string(page), v)
}

// markAll puts marks in place of the values.
func markAll(d problem.Document, o PageOptions, v values) (problem.Document, PageOptions) {
	for h, field := range map[hole]*string{
		holeQuote: &d.Quote, holeResource: &d.Resource, holeField: &d.Field, holeCurrentVersion: &d.CurrentVersion,
		holeYourVersion: &d.YourVersion, holeLockOwner: &d.LockOwner, holeReference: &d.Reference,
		holeCurrent: &o.Current, holeBack: &o.Back,
	} {
		if v[h] != "" {
			*field = mark(h)
		}
	}
	return d, o
}

// catalogued compares the words of a document with those that Describe gives to
// a problem of its kind, and returns them.
func catalogued(d problem.Document) (words problem.Document, ok bool) {
	if d.Sentence == "" {
		return words, d.Title == "" && len(d.Steps) == 0
	}
	o := problem.DescribeOptions{Lang: d.Lang, Status: d.Status, Origin: d.Origin}
	if d.Reference != "" {
		o.Reference = "reference"
	}
	if d.RetryAfter > 0 {
		o.RetryAfter = time.Second
	}
	p := problem.Problem{Status: d.Status, Cause: d.Cause, Retryable: d.Retryable}
	words = problem.Describe(p, o)
	s := shape{words: words}
	return words, s.fits(d, values{})
}

// cut divides the page at the marks, in the order in which they stand there.
func (s *shape) cut(page string, v values) *shape {
	for h := range v {
		if want := min(len(v[h]), 1); strings.Count(page, mark(hole(h))) != want {
			return nil
		}
	}
	for {
		at, next := len(page), hole(0)
		for h := range v {
			if i := strings.Index(page, mark(hole(h))); i >= 0 && i < at {
				at, next = i, hole(h)
			}
		}
		if len(s.rest) == 0 {
			s.head = page[:at]
			s.sum = sumOf(s.head)
		} else {
			s.rest[len(s.rest)-1].text = page[:at]
		}
		if at == len(page) {
			return s
		}
		s.rest = append(s.rest, gap{hole: next})
		page = page[at+len(mark(next)):]
	}
}

// page writes the page with the values; ok is false when it is over the budget,
// or cannot be compressed.
func (s *shape) page(v values, c Coding) (page []byte, ok bool) {
	f := formats[c]
	head := s.headIn(c)
	if len(head) == 0 {
		return nil, false
	}
	page = make([]byte, len(head)+f.frame, len(head)+f.frame+s.restSize(v)+maxEnd)
	copy(page, head)
	page = s.appendRest(page, v)
	if len(s.head)+len(page)-len(head)-f.frame > MaxPage {
		return nil, false
	}
	if f.seal != nil {
		page = f.seal(page, len(head), s.sum)
	}
	return page, true
}

// maxEnd is the longest end of a coding, in bytes.
const maxEnd = 8

// headIn returns the head in a coding.
func (s *shape) headIn(c Coding) []byte {
	packed := &s.packed[c]
	packed.once.Do(func() {
		if formats[c].pack == nil {
			packed.bytes = []byte(s.head)
			return
		}
		if bytes, err := formats[c].pack(s.head, len(s.rest) == 0); err == nil {
			packed.bytes = bytes
		}
	})
	return packed.bytes
}

// restSize is at least the length of all behind the head.
func (s *shape) restSize(v values) int {
	n := 0
	for _, g := range s.rest {
		n += cost(v[g.hole]) + len(g.text)
	}
	return n
}

// appendRest writes all behind the head.
func (s *shape) appendRest(page []byte, v values) []byte {
	for _, g := range s.rest {
		page = appendEscaped(page, v[g.hole])
		page = append(page, g.text...)
	}
	return page
}

// appendEscaped writes a text as the components do.
func appendEscaped(page []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if escaped := escapes[s[i]]; escaped != "" {
			page = append(page, s[from:i]...)
			page = append(page, escaped...)
			from = i + 1
		}
	}
	return append(page, s[from:]...)
}

// escapes are the characters that HTML gives a meaning to. Read-only.
var escapes = [256]string{'"': "&#34;", '\'': "&#39;", '&': "&amp;", '<': "&lt;", '>': "&gt;"}
