package crawl

import "context"

// outerSite is what asks for addresses of other sites: with the manners and
// bounds of the crawl, but apart from what is known of the site.
type outerSite struct {
	fetch  *fetcher
	robots *robotsCache
	tally  tally
}

func (c *Crawler) prepareOutside(g *guard) {
	c.outer.fetch = newFetcher(&c.o, g, c.governor, &c.outer.tally)
	c.outer.robots = newRobotsCache(c.outer.fetch, c.o.RobotsToken, c.o.ConfirmAfter)
	c.outer.robots.got = func(r *Robots) { c.write(&step{Robots: noteOf(r, true)}) }
	c.governor.foreign = func(host string) bool {
		a, err := ParseAddress("http://" + host + "/")
		return err == nil && !c.scope.owns(a)
	}
}

// AskOutside asks an address of another site: through its robots.txt and the
// governor, which takes every such host for a foreign one. The body of a
// success is not read.
func (c *Crawler) AskOutside(ctx context.Context, a Address) *Exchange {
	return c.remembered(Question{Address: a, Method: "outside"}.digest(), func() *Exchange {
		if reason := c.outer.robots.refuses(ctx, a); reason != "" && !c.o.IgnoreRobots {
			return denied(a, reason)
		}
		return c.outer.fetch.get(ctx, request{address: a, fresh: true, early: true, limit: otherBody})
	})
}

// AskHostAgain asks for the robots.txt of another site once more: whether its
// host is there at all.
func (c *Crawler) AskHostAgain(ctx context.Context, a Address) *Exchange {
	file, err := ParseAddress(a.Origin() + "/robots.txt")
	if err != nil {
		return denied(a, RobotsUnreachable)
	}
	return c.remembered(Question{Address: file, Method: "outside"}.digest(), func() *Exchange {
		return c.outer.fetch.get(ctx, request{address: file, fresh: true, early: true})
	})
}
