package crawl

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
)

// Crawler walks one site. Make one with New, call Run once, ask more with Ask,
// and Close it.
type Crawler struct {
	o        Options
	scope    Scope
	frontier *Frontier
	governor *Governor
	fetch    *fetcher
	robots   *robotsCache
	graph    *graph
	tally    tally
	tooDeep  atomic.Int64
	held     heldLinks
	sitemaps sitemapList
}

// heldLinks are those of pages that are reached only by nofollow links so far.
type heldLinks struct {
	mu    sync.Mutex
	pages map[string]heldPage
}

type heldPage struct {
	item  Item
	links []Link
}

// New makes a crawler.
func New(o Options) (*Crawler, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o.setDefaults()
	c := &Crawler{
		o: o, scope: DomainScope(o.Seeds), frontier: NewFrontier(o.MaxURLs),
		governor: NewGovernor(*o.Pace), graph: newGraph(),
		held: heldLinks{pages: map[string]heldPage{}},
	}
	c.fetch = newFetcher(&c.o, newGuard(o.Seeds), c.governor, &c.tally)
	c.robots = newRobotsCache(c.fetch, o.RobotsToken, o.ConfirmAfter)
	return c, nil
}

// Close gives back the idle connections.
func (c *Crawler) Close() { c.fetch.close() }

// Run asks the seeds and everything of the site that they lead to. It returns
// when all is asked, a limit is reached or the context has ended; the Site
// holds what is known by then.
func (c *Crawler) Run(ctx context.Context) *Site {
	for _, seed := range c.o.Seeds {
		c.graph.mention(seed, Source{Role: RoleSeed, Element: "seed"})
		c.frontier.Put(Item{Address: seed, Follow: true})
	}
	c.readSitemaps(ctx)
	var workers sync.WaitGroup
	for range c.o.Concurrency {
		workers.Go(func() { c.work(ctx) })
	}
	workers.Wait()
	return c.site(ctx)
}

func (c *Crawler) work(ctx context.Context) {
	for {
		item, ok := c.frontier.Lease(ctx)
		if !ok {
			return
		}
		c.visit(ctx, item)
		c.frontier.Done()
		c.o.Progress(c.progress())
	}
}

func (c *Crawler) progress() Progress {
	return Progress{
		Pages: int(c.tally.pages.Load()), Requests: int(c.tally.requests.Load()), Waiting: c.frontier.Waiting(),
		Broken: int(c.tally.broken.Load()), Unverified: int(c.tally.unverified.Load()),
	}
}

func (c *Crawler) visit(ctx context.Context, item Item) {
	x := c.get(ctx, request{address: item.Address})
	if to, _ := Location(x); to.Key == item.Address.Key && to.Raw != item.Address.Raw {
		x = c.get(ctx, request{address: to}) // sent to another spelling of itself: no loop yet
	}
	if x.Reason == Cancelled {
		c.tally.cancelled.Add(1) // not asked: nothing is known of it
		return
	}
	c.tally.result(x)
	page := c.look(x)
	r := c.graph.answer(item, x, page)
	if page != nil {
		c.take(item, page.Links)
		page.Links, page.Text = nil, ""
	}
	if r.Moves() {
		c.redirect(item, r.To)
	}
}

// look parses a page and shows the answer around while its body is there.
func (c *Crawler) look(x *Exchange) *Page {
	var page *Page
	if len(x.Body) > 0 && x.IsHTML() {
		page = ParsePage(x)
	}
	c.o.Visit(Visit{Exchange: x, Page: page})
	x.Body = nil
	return page
}

// get asks an address if robots.txt allows it.
func (c *Crawler) get(ctx context.Context, r request) *Exchange {
	if reason := c.robots.refuses(ctx, r.address); reason != "" {
		return denied(r.address, reason)
	}
	return c.fetch.get(ctx, r)
}

// redirect puts the target of a redirect among the addresses; the chain is put
// together from the site when all is known. One hop more than allowed is asked.
func (c *Crawler) redirect(item Item, to Address) {
	if !c.scope.Has(to) {
		c.graph.outside(to)
		return
	}
	c.graph.mention(to, Source{Page: item.Address.Raw, Role: RoleTarget, Element: "redirect", Attr: "Location", Written: to.Raw})
	if item.Hops < c.o.MaxRedirects {
		c.put(Item{Address: to, Depth: item.Depth, Hops: item.Hops + 1, Follow: item.Follow})
	}
}

// take notes the links of a page and puts their targets among the addresses.
func (c *Crawler) take(item Item, links []Link) {
	if !item.Follow && c.hold(item, links) {
		return
	}
	for i, link := range links {
		if !c.scope.Has(link.To) {
			c.graph.outside(link.To)
			continue
		}
		c.graph.mention(link.To, Source{
			Page: item.Address.Raw, Role: link.Role, Element: link.Element,
			Attr: link.Attr, Written: link.Written, Text: link.Text, order: i,
		})
		if item.Depth >= c.o.MaxDepth {
			c.tooDeep.Add(1)
			continue
		}
		c.put(Item{Address: link.To, Depth: item.Depth + 1, Follow: !link.NoFollow && link.Role.leadsOn()})
	}
}

// put adds an address; when it becomes one to be followed only now, the links
// that its page held back are taken.
func (c *Crawler) put(item Item) {
	if !c.frontier.Put(item) {
		return
	}
	if page, ok := c.held.pop(item.Address.Key); ok {
		page.item.Follow = true
		c.take(page.item, page.links)
	}
}

// hold keeps links back until their page is reached by a link that counts. It
// returns false when that has happened in the meantime.
func (c *Crawler) hold(item Item, links []Link) bool {
	key := item.Address.Key
	c.held.mu.Lock()
	c.held.pages[key] = heldPage{item, links}
	c.held.mu.Unlock()
	if !c.frontier.Follows(key) {
		return true
	}
	_, still := c.held.pop(key)
	return !still
}

func (h *heldLinks) pop(key string) (heldPage, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	page, ok := h.pages[key]
	delete(h.pages, key)
	return page, ok
}

// Ask sends one more request beside the crawl: through robots.txt and the
// governor like all others, on a new connection. What it finds is not crawled.
// The page is there when the answer is HTML.
func (c *Crawler) Ask(ctx context.Context, q Question) (*Exchange, *Page) {
	x := c.get(ctx, request{address: q.Address, method: q.Method, agent: q.UserAgent, header: q.Header, fresh: true, http1: q.HTTP1})
	var page *Page
	if len(x.Body) > 0 && x.IsHTML() {
		page = ParsePage(x)
	}
	return x, page
}

// Question is what Ask sends.
type Question struct {
	Address   Address
	Method    string      // empty: GET
	UserAgent string      // other than the run's own
	Header    http.Header // further fields, canonical names; a nil value takes a field away
	HTTP1     bool        // over HTTP/1.1, also where HTTP/2 is offered
}
