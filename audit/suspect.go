package audit

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// suspects asks again for the pages whose body accuses them, and forgets what
// the second answer does not tell as well. What the budget leaves out is
// forgotten too: nobody is accused by one answer.
func (t *tester) suspects(ctx context.Context, site *crawl.Site, seen map[string]*rule.Observation) {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		if r := site.Resource(key); r != nil && r.Exchange != nil && r.Exchange.Status.IsSuccess() && seen[key].Accuses() {
			keys = append(keys, key)
		}
	}
	limit := max(t.budget, leastConfirmed)
	if len(keys) > limit {
		t.leave([]string{"soft404-phrase", "soft404-framework-marker", "soft5xx-signature"}, noBudget, len(keys)-limit)
	}
	var mu sync.Mutex
	turn := make(chan struct{}, askers)
	var all sync.WaitGroup
	for i, key := range keys {
		if i >= limit {
			seen[key].Acquit(nil)
			continue
		}
		a, first := site.Resource(key).Address, site.Resource(key).Exchange.At
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			var second *rule.Observation
			if waitUntil(ctx, first.Add(t.after)) {
				x, page := t.asker.Ask(ctx, crawl.Question{Address: a})
				if x.Status.IsSuccess() {
					second = rule.Observe(crawl.Visit{Exchange: x, Page: page})
				}
			}
			mu.Lock()
			defer mu.Unlock()
			seen[key].Acquit(second)
		})
	}
	all.Wait()
}

// sitemaps asks again for the named files that failed, over two units.
func (t *tester) sitemaps(ctx context.Context, site *crawl.Site) map[string]bool {
	out := map[string]bool{}
	for _, file := range site.Sitemaps {
		if !file.Named || file.Exchange == nil || !file.Exchange.Broken() || len(out) >= maxRepresentatives {
			continue
		}
		again := true
		for range robotsRepeats {
			again = again && waitUntil(ctx, file.Exchange.At.Add(t.after))
			if again {
				x, _ := t.asker.Ask(ctx, crawl.Question{Address: file.Address})
				again = agree(file.Exchange, x)
			}
		}
		if again {
			out[file.Address.Key] = true
		}
	}
	return out
}
