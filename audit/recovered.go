package audit

import (
	"context"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// maxRecovered is how many errors out of a cache are asked for past it.
const maxRecovered = 20

// recovered asks past the caches for errors that came out of one, twice, and for
// the error once more. It returns the answers of those that are well, by key.
func (t *tester) recovered(ctx context.Context, site *crawl.Site, verdicts map[string]rule.Verdict) map[string]*crawl.Exchange {
	out := map[string]*crawl.Exchange{}
	asked := 0
	for r := range site.All() {
		if r.Exchange == nil || !r.Exchange.Broken() || !rule.FromCache(r.Exchange.Header) || !verdicts[r.Address.Key].Agrees || asked >= maxRecovered {
			continue
		}
		past, ok := t.pastCaches(r.Address)
		if !ok || ctx.Err() != nil {
			return out
		}
		asked++
		well := true
		for range 2 {
			x, page := t.asker.Ask(ctx, crawl.Question{Address: past})
			slim(x, page)
			if well = well && x.Reason == "" && x.Status.IsSuccess(); well {
				out[r.Address.Key] = x
			}
		}
		still, page := t.asker.Ask(ctx, crawl.Question{Address: r.Address})
		slim(still, page)
		if !well || !still.Broken() || !rule.FromCache(still.Header) {
			delete(out, r.Address.Key)
		}
	}
	return out
}
