package crawl

import "context"

// Refuses says why an address may not be fetched, by its robots.txt; empty when it
// may.
func (c *Crawler) Refuses(ctx context.Context, a Address) Reason {
	if c.o.IgnoreRobots {
		return ""
	}
	return c.robots.refuses(ctx, a)
}

// Preview reads robots.txt and the sitemaps, and no page. Waiting of the Site is
// how many addresses a crawl would begin with.
func (c *Crawler) Preview(ctx context.Context) *Site {
	if !c.resumed {
		c.plant()
	}
	for _, seed := range c.o.Seeds {
		c.robots.of(ctx, seed)
	}
	c.readSitemaps(ctx)
	s := c.site(ctx)
	s.Waiting = c.frontier.Waiting()
	return s
}
