package audit

import (
	"context"
	"net/http"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// unsafeChecks need requests by other methods than GET and HEAD. Of
// auth-by-method that is one part.
var unsafeChecks = []string{"maintenance-swallows-post", "options-status"}

// maxPosts is how many addresses of a site that pauses are asked by POST.
const maxPosts = 3

// unsafe asks by other methods: OPTIONS where a page is, POST where one is
// locked. The body is empty.
func (t *tester) unsafe(plain *crawl.Exchange) []variant {
	switch {
	case !t.unsafely:
		return nil
	case plain.Status.IsSuccess():
		return []variant{{by: rule.ByUnsafe, name: http.MethodOptions, method: http.MethodOptions}}
	case plain.Status.Is(status.Unauthorized), plain.Status.Is(status.Forbidden):
		return []variant{{by: rule.ByUnsafe, name: http.MethodPost, method: http.MethodPost}}
	}
	return nil
}

// posts asks some addresses of a site that pauses by POST, twice.
func (t *tester) posts(ctx context.Context, site *crawl.Site, paused map[string]bool) (out []rule.Trial) {
	if !t.unsafely {
		t.leave(unsafeChecks, notAsked, 0)
		return nil
	}
	for r := range site.All() {
		if r.Exchange == nil || !r.Exchange.Status.Is(status.ServiceUnavailable) && !paused[r.Address.Key] || len(out) >= maxPosts {
			continue
		}
		q := crawl.Question{Address: r.Address, Method: http.MethodPost}
		x, page := t.asker.Ask(ctx, q)
		one := rule.Trial{Kind: rule.TrialPost, Of: r.Address, Asked: r.Address, Hops: []*crawl.Exchange{x}, Page: slim(x, page)}
		if x.Answered() {
			one.Again, page = t.asker.Ask(ctx, q)
			slim(one.Again, page)
		}
		out = append(out, one)
	}
	return out
}
