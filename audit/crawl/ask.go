package crawl

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// Question is what Ask sends.
type Question struct {
	Address   Address
	Method    string      // empty: GET
	UserAgent string      // other than the run's own
	Header    http.Header // further fields, canonical names; a nil value takes a field away
	HTTP1     bool        // over HTTP/1.1, also where HTTP/2 is offered
	Family    string      // tcp4 or tcp6, with HTTP1; empty: any
}

// askedList remembers what Ask was told. A run that is continued repeats its
// questions in the same order, and gets the answers that are known.
type askedList struct {
	mu      sync.Mutex
	count   map[digest]int
	answers map[digest][]int64 // records
}

// asked is the answer to a question.
type asked struct {
	Question digest
	Exchange *Exchange
}

// maxKept is the longest body of an answer to a question that is kept. After
// an interruption the others are asked again.
const maxKept = 256 << 10

// Ask sends one more request beside the crawl: through robots.txt and the
// governor like all others, on a new connection. What it finds is not crawled.
// The page is there when the answer is HTML.
func (c *Crawler) Ask(ctx context.Context, q Question) (*Exchange, *Page) {
	x := c.answered(ctx, q)
	var page *Page
	if len(x.Body) > 0 && x.IsHTML() {
		page = ParsePage(x)
	}
	return x, page
}

func (c *Crawler) answered(ctx context.Context, q Question) *Exchange {
	r := request{address: q.Address, method: q.Method, http1: q.HTTP1, agent: q.UserAgent, header: q.Header, family: q.Family, fresh: true}
	return c.remembered(q.digest(), func() *Exchange { return c.get(ctx, r) })
}

// remembered asks, or gives the answer that an earlier process got.
func (c *Crawler) remembered(d digest, ask func() *Exchange) *Exchange {
	if !c.keeps {
		return ask()
	}
	if at, known := c.asked.next(d); known {
		var s step
		if c.graph.step(at, &s) == nil && s.Asked != nil && s.Asked.Exchange != nil {
			return s.Asked.Exchange
		}
	}
	x := ask()
	if x.Reason != Cancelled && len(x.Body) <= maxKept {
		c.write(&step{Asked: &asked{d, x}})
	}
	return x
}

func (q Question) digest() digest {
	h := sha256.New()
	fmt.Fprintf(h, "%t %q %q %q", q.HTTP1, q.Method, q.Address.Raw, q.UserAgent)
	if q.Family != "" {
		fmt.Fprintf(h, " %s", q.Family)
	}
	for _, name := range slices.Sorted(maps.Keys(q.Header)) {
		fmt.Fprintf(h, " %q %q", name, q.Header[name])
	}
	return digest(h.Sum(nil)[:16])
}

// next returns the record of the answer when this question was asked so often
// before.
func (l *askedList) next(d digest) (at int64, known bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.count == nil {
		l.count = map[digest]int{}
	}
	n := l.count[d]
	l.count[d]++
	if n < len(l.answers[d]) {
		return l.answers[d][n], true
	}
	return 0, false
}

func (l *askedList) restore(d digest, at int64) {
	if l.answers == nil {
		l.answers = map[digest][]int64{}
	}
	l.answers[d] = append(l.answers[d], at)
}
