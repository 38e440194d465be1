package crawl

import (
	"context"

	"github.com/seed-3913a1bb/signpost/status"
)

// ask asks an address of the crawl. Where an earlier run knows it, the answer
// may be that of then, with its record.
func (c *Crawler) ask(ctx context.Context, a Address) (x *Exchange, known *step) {
	plain := func() *Exchange { return c.get(ctx, request{address: a}) }
	known, condition := c.earlier.recall(a)
	if known == nil {
		return plain(), nil
	}
	x = c.get(ctx, request{address: a, header: condition})
	switch {
	case x.Status.Is(status.NotModified):
		return unchanged(known.Answer.Exchange, x), known
	case x.Broken(): // the condition may be what it stumbles over
		return plain(), nil
	}
	return x, nil
}

// reuse takes over what an earlier run learned of a page, and returns its links.
func (c *Crawler) reuse(s *step, known *step) []Link {
	s.Answer.Page, s.Note = known.Answer.Page, known.Note
	if s.Note != nil {
		c.o.Recall(s.Note)
	}
	return c.earlier.links(known)
}
