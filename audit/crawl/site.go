package crawl

import (
	"cmp"
	"context"
	"iter"
	"slices"
)

// Site is what a crawl learned. Its lists are sorted, so that two crawls of an
// unchanged site give the same.
type Site struct {
	Seeds         []Address
	Scope         Scope
	Robots        []*Robots   // by origin
	Sitemaps      []*Sitemap  // by address
	Outside       []*Resource // of other sites, that links name; they were not asked; by Key
	Fragments     []*Fragment // that links name and their pages lack, by address and name
	FragmentsLeft int         // that were not looked for: there are too many of them
	Left          int         // addresses that MaxURLs kept out
	TooMany       int         // addresses that PerTemplate kept out
	TooDeep       int         // links behind MaxDepth
	Waiting       int         // addresses that nobody asked before the end
	MaxDepth      int         // clicks that were followed
	SitemapsLeft  int         // sitemap files that were not read
	sorted        []*Resource // by Key; of a large site empty
	byKey         map[string]*Resource
	large         *largeSite // nil: sorted holds all
	maxHops       int
}

func (c *Crawler) site(ctx context.Context) *Site {
	c.graph.mu.Lock()
	defer c.graph.mu.Unlock()
	s := &Site{
		Seeds: c.o.Seeds, Scope: c.scope, Robots: c.robots.all(), Sitemaps: c.sitemaps.files,
		Outside: c.graph.outer.list(), Left: c.frontier.Left(), TooDeep: int(c.tooDeep.Load()), TooMany: c.frontier.ShapesLeft(),
		MaxDepth: c.o.MaxDepth, SitemapsLeft: c.sitemaps.cut, maxHops: c.o.MaxRedirects,
	}
	c.graph.fill(s, c.o.HeldResources)
	if ctx.Err() != nil || c.halted.Load() {
		s.Waiting = c.frontier.Waiting() + int(c.tally.cancelled.Load())
	}
	slices.SortFunc(s.Robots, func(a, b *Robots) int { return cmp.Compare(a.Origin, b.Origin) })
	slices.SortFunc(s.Sitemaps, func(a, b *Sitemap) int { return cmp.Compare(a.Address.Key, b.Address.Key) })
	return s
}

// Stats are the figures of a run so far.
type Stats struct {
	Requests, Retries int
	Unchanged         int // answers that confirmed those of an earlier run
	Outside           int // requests to other sites, beside Requests
	Bytes             int64
	Hosts             []HostStats // by name
}

// Stats returns the figures of the run so far.
func (c *Crawler) Stats() Stats {
	hosts := c.governor.Stats()
	slices.SortFunc(hosts, func(a, b HostStats) int { return cmp.Compare(a.Host, b.Host) })
	return Stats{
		Unchanged: int(c.tally.unchanged.Load()),
		Requests:  int(c.tally.requests.Load()), Retries: int(c.tally.retries.Load()), Outside: int(c.outer.tally.requests.Load()),
		Bytes: c.tally.bytes.Load(), Hosts: hosts,
	}
}

// NewSite returns a site of what is known already, for those who judge it
// without a crawl.
func NewSite(known ...*Resource) *Site {
	s := &Site{byKey: map[string]*Resource{}, sorted: slices.Clone(known), maxHops: 10}
	for _, r := range known {
		s.byKey[r.Address.Key] = r
	}
	slices.SortFunc(s.sorted, byKey)
	return s
}

func byKey(a, b *Resource) int { return cmp.Compare(a.Address.Key, b.Address.Key) }

// All goes through everything that was named, by Key; what was not asked has no
// Exchange. A Resource is not to be changed. Several may go through a site at
// the same time; for a large one that costs little more than one.
func (s *Site) All() iter.Seq[*Resource] {
	if s.large != nil {
		return s.large.all
	}
	return slices.Values(s.sorted)
}

// Resource returns what is known of a key; nil when nothing is.
func (s *Site) Resource(key string) *Resource {
	if s.large != nil {
		return s.large.resource(key)
	}
	return s.byKey[key]
}

// Chain is the way of redirects from an address to its last answer.
type Chain struct {
	Hops    []*Resource // the start first
	Loop    bool        // the last hop leads back to an earlier one
	TooMany bool        // there are more redirects than are followed
	Outside Address     // the chain leaves the site for this address
}

// End is the last hop that was asked.
func (c Chain) End() *Resource { return c.Hops[len(c.Hops)-1] }

// Redirects counts the redirects of the chain.
func (c Chain) Redirects() int {
	if c.Loop || c.Outside.Key != "" || c.End().Moves() {
		return len(c.Hops)
	}
	return len(c.Hops) - 1
}

// Chain follows the redirects of an address through what was asked.
func (s *Site) Chain(start *Resource) Chain {
	c := Chain{Hops: []*Resource{start}}
	for c.End().Moves() {
		to := c.End().To
		next := s.Resource(to.Key)
		switch {
		case !s.Scope.Has(to):
			c.Outside = to
			return c
		case slices.ContainsFunc(c.Hops, func(hop *Resource) bool { return hop.Address.Key == to.Key }):
			c.Loop = true
			return c
		case len(c.Hops) > s.maxHops:
			c.TooMany = true
			return c
		case next == nil || next.Exchange == nil:
			return c
		}
		c.Hops = append(c.Hops, next)
	}
	return c
}
