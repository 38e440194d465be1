package audit

import (
	"context"
	"slices"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// plainly asks the plain request once more.
func (t *tester) plainly(ctx context.Context, v *rule.Variants) {
	x, page := t.asker.Ask(ctx, crawl.Question{Address: v.Address})
	v.Plain, v.Last = append(v.Plain, x), slim(x, page)
}

// nextSecond is after how long the clock of an answer shows another second.
const nextSecond = 1100 * time.Millisecond

// afterwards asks what the answers so far gave cause for: whether a validator
// still counts when the body is another one, and whether the date of the last
// change goes with the clock.
func (t *tester) afterwards(ctx context.Context, v *rule.Variants) {
	plain, last := v.Plain[0], v.Plain[len(v.Plain)-1]
	if last.Status.IsSuccess() && last.Hash != plain.Hash && answered304(v) {
		back := conditions(plain)[0]
		back.by = rule.ByStale
		if one, ok := t.vary(ctx, v.Address, plain, back); ok {
			v.Others = append(v.Others, one)
		}
	}
	if last.Hash == plain.Hash && !slices.ContainsFunc(v.Plain, notNow) && waitUntil(ctx, last.At.Add(nextSecond)) {
		t.plainly(ctx, v)
	}
}

func answered304(v *rule.Variants) bool {
	for _, o := range v.Others {
		if o.By == rule.ByCondition && o.First.Status.Is(status.NotModified) {
			return true
		}
	}
	return false
}

func notNow(x *crawl.Exchange) bool { return !rule.ChangedNow(x) }
