package audit

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// crowded answers rounds of questions: those of the first and the third come at
// once and wait for each other; the last ones of each get an error.
type crowded struct {
	t        *testing.T
	size     int
	code     status.Code
	mu       sync.Mutex
	n, under int
	full     []chan struct{}
}

func (c *crowded) Ask(_ context.Context, q crawl.Question) (*crawl.Exchange, *crawl.Page) {
	c.mu.Lock()
	round, place := c.n/c.size, c.n%c.size
	c.n++
	c.under++
	if place == 0 {
		c.full = append(c.full, make(chan struct{}))
	}
	if place == c.size-1 {
		close(c.full[round])
	}
	full, alone := c.full[round], c.under == 1
	c.mu.Unlock()
	x := &crawl.Exchange{Address: q.Address, Status: status.OK, Header: http.Header{}}
	if together := round != 1; together {
		<-full
		if place >= c.size/2 {
			x.Status = c.code
		}
	} else if !alone {
		c.t.Error("two requests at a time in the round that asks one by one")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.under--
	return x, nil
}

func TestPagesThatFailInACrowdAreFound(t *testing.T) {
	const size = 8
	var pages []*crawl.Resource
	for i := range size {
		a, err := crawl.ParseAddress(fmt.Sprintf("http://127.0.0.1/%d", i))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, &crawl.Resource{Address: a, Exchange: &crawl.Exchange{Status: status.OK, Header: http.Header{}}, Page: &crawl.Page{}})
	}
	for code, want := range map[status.Code]string{502: "status-order-dependent", 403: "error-burst-4xx", 200: "", 503: ""} {
		one := tester{asker: &crowded{t: t, size: size, code: code}, parallel: size}
		f := &rule.Facts{Crowd: one.crowd(t.Context(), crawl.NewSite(pages...))}
		for _, id := range crowdChecks {
			check, _ := rule.Lookup(id)
			if found := len(check.Find(f)) == 1; found != (id == want) {
				t.Errorf("%d in a crowd: %s found: %v", code, id, found)
			}
		}
	}
}

func TestASiteOfOthersIsNotAskedByACrowd(t *testing.T) {
	one := tester{parallel: 1}
	if one.crowd(t.Context(), crawl.NewSite()) != nil || len(one.left) != len(crowdChecks) {
		t.Errorf("left out: %v", one.left)
	}
}
