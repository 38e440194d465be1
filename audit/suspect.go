package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// suspects asks again for the pages whose body accuses them, and forgets what
// the second answer does not tell as well; a third question goes past caches. What the budget leaves out is
// forgotten too: nobody is accused by one answer.
func (t *tester) suspects(ctx context.Context, site *crawl.Site, seen map[string]*rule.Observation) {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		if r := site.Resource(key); r != nil && r.Exchange != nil && r.Exchange.Status.IsSuccess() && seen[key].Accuses() {
			keys = append(keys, key)
		}
	}
	limit := max(t.budget, leastConfirmed) / suspectQuestions
	if len(keys) > limit {
		t.leave([]string{"soft404-phrase", "soft404-framework-marker", "soft5xx-signature"}, noBudget, len(keys)-limit)
	}
	turn := make(chan struct{}, askers)
	var all sync.WaitGroup
	for i, key := range keys {
		if i >= limit {
			seen[key].Acquit(nil)
			continue
		}
		r, o := *site.Resource(key), seen[key]
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			t.suspect(ctx, &r, o)
		})
	}
	all.Wait()
}

// suspectQuestions is how often a suspect is asked again: as it is, and past
// the caches.
const suspectQuestions = 2

// suspect asks for one page again. A page that shows an error to some of the
// questions alone is unstable, and nothing else.
func (t *tester) suspect(ctx context.Context, r *crawl.Resource, o *rule.Observation) {
	if !waitUntil(ctx, r.Exchange.At.Add(t.after)) {
		o.Acquit(nil)
		return
	}
	second, answered := t.observeAgain(ctx, r.Address)
	shells, asked := 1, 1
	count := func(again *rule.Observation) {
		if asked++; again.ShowsError() {
			shells++
		}
	}
	if answered {
		count(second)
	}
	if past, ok := t.pastCaches(r.Address); ok && o.ShowsError() {
		if third, answered := t.observeAgain(ctx, past); answered {
			count(third)
		}
	}
	if o.ShowsError() && answered && !second.ShowsError() {
		o.Unstable = fmt.Sprintf("%d of %d", shells, asked)
	}
	o.Acquit(second)
}

// observeAgain asks once; false when there was no answer with success.
func (t *tester) observeAgain(ctx context.Context, a crawl.Address) (*rule.Observation, bool) {
	x, page := t.asker.Ask(ctx, crawl.Question{Address: a})
	if !x.Status.IsSuccess() || x.Reason != "" {
		return nil, false
	}
	return rule.Observe(crawl.Visit{Exchange: x, Page: page}), true
}

// pastCaches is an address with a parameter that no cache has seen; false
// without a name for its value.
func (t *tester) pastCaches(a crawl.Address) (crawl.Address, bool) {
	if t.names[0] == "" {
		return crawl.Address{}, false
	}
	separator := "?"
	if strings.Contains(a.Key, "?") {
		separator = "&"
	}
	past, err := crawl.ParseAddress(a.Key + separator + "sp_probe=" + t.names[0])
	return past, err == nil
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
