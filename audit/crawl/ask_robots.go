package crawl

import "context"

// Robots gets the robots.txt of an address's origin, once a run, with every
// redirect and in several tries (RFC 9309 section 2.3.1).
func (c *Crawler) Robots(ctx context.Context, a Address) *Robots { return c.robots.of(ctx, a) }
