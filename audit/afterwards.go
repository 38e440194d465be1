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
func (t *tester) plainly(ctx context.Context, v *rule.Variants, m matrix) {
	x, page := t.asker.Ask(ctx, crawl.Question{Address: v.Address})
	m.repeat(v, x, page)
}

// repeat takes in one more plain answer.
func (m matrix) repeat(v *rule.Variants, x *crawl.Exchange, page *crawl.Page) {
	v.Texts = nil
	if share, ok := m.text.Likeness(rule.TextOf(x, page)); ok {
		v.Texts = append(v.Texts, share)
	}
	v.Plain, v.Last = append(v.Plain, x), slim(x, page)
}

// nextSecond is after how long the clock of an answer shows another second.
const nextSecond = 1100 * time.Millisecond

// afterwards asks what the answers so far gave cause for: whether a validator
// still counts when the body is another one, and whether the date of the last
// change goes with the clock.
func (t *tester) afterwards(ctx context.Context, v *rule.Variants, m matrix) {
	plain, last := v.Plain[0], v.Plain[len(v.Plain)-1]
	if last.Status.IsSuccess() && last.Hash != plain.Hash && answered304(v) {
		back := conditions(plain)[0]
		back.by = rule.ByStale
		if one, ok := t.vary(ctx, m, back); ok {
			v.Others = append(v.Others, one)
		}
	}
	if last.Hash == plain.Hash && !slices.ContainsFunc(v.Plain, notNow) && waitUntil(ctx, last.At.Add(nextSecond)) {
		t.plainly(ctx, v, m)
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
