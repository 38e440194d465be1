package audit

import (
	"context"
	"slices"
	"sync"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Sizes of a crowd.
const (
	crowdSize  = 16
	leastCrowd = 4
)

// crowdChecks need several pages to be asked at once.
var crowdChecks = []string{"error-burst-4xx", "status-order-dependent"}

// together is how many requests a site may be asked at a time; 1 for one that
// is not one's own.
func (r *run) together() int {
	if !r.o.Crawl.OwnSite && !crawl.AllLoopback(r.seeds) || r.o.Crawl.Rate > 0 {
		return 1
	}
	if r.o.Crawl.PerHost > 0 {
		return min(r.o.Crawl.PerHost, crowdSize)
	}
	return crowdSize
}

// crowd asks pages that answered with success all at once. Where some fail it
// asks them one by one and at once again.
func (t *tester) crowd(ctx context.Context, site *crawl.Site) *rule.Crowd {
	if t.parallel < leastCrowd {
		t.leave(crowdChecks, notAtOnce, 0)
		return nil
	}
	c := &rule.Crowd{}
	for r := range site.All() {
		if r.Page != nil && r.Exchange.Status.IsSuccess() && r.Exchange.Reason == "" && len(c.Pages) < t.parallel {
			c.Pages = append(c.Pages, r.Address)
		}
	}
	if len(c.Pages) < leastCrowd || t.refused.Load() {
		t.leave(crowdChecks, notApplicable, 0)
		return nil
	}
	c.Together = t.atOnce(ctx, c.Pages, len(c.Pages))
	if slices.ContainsFunc(c.Together, (*crawl.Exchange).Broken) && !t.refused.Load() {
		c.OneByOne = t.atOnce(ctx, c.Pages, 1)
		c.Again = t.atOnce(ctx, c.Pages, len(c.Pages))
	}
	return c
}

// atOnce asks pages, so many at a time.
func (t *tester) atOnce(ctx context.Context, pages []crawl.Address, parallel int) []*crawl.Exchange {
	out := make([]*crawl.Exchange, len(pages))
	turn := make(chan struct{}, parallel)
	var all sync.WaitGroup
	for i, page := range pages {
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			x, _ := t.asker.Ask(ctx, crawl.Question{Address: page})
			x.Body, out[i] = nil, x
			t.mind(x)
		})
	}
	all.Wait()
	return out
}
