package crawl

import (
	"context"
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
	resumed  bool
	keeps    bool // the journal outlives the process
	halted   atomic.Bool
	asked    askedList
	outer    outerSite
	earlier  *earlierRun
}

// heldLinks are pages that are reached only by nofollow links so far, and the
// records that hold their links.
type heldLinks struct {
	mu    sync.Mutex
	pages map[digest]heldPage
}

type heldPage struct {
	from  string
	depth int
	at    int64
}

// New makes a crawler.
func New(o Options) (*Crawler, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	keeps := o.Journal != nil
	o.setDefaults()
	c := &Crawler{
		o: o, scope: *o.Scope, keeps: keeps, frontier: NewFrontier(o.MaxURLs),
		governor: NewGovernor(*o.Pace), graph: newGraph(o.Journal, o.Scratch),
		held: heldLinks{pages: map[digest]heldPage{}},
	}
	c.frontier.load = c.graph.address
	c.frontier.shapes = newShapes(o.PerTemplate, o.Template)
	c.governor.told = func(p pause, why Reason) {
		c.write(&step{Pause: &p})
		c.o.Paused(HostPause{p.Host, p.Until, why, p.Parked})
	}
	guard := newGuard(o.Seeds, o.AllowPrivate)
	guard.connects, guard.allowed = c.governor.place, o.AllowAddr
	c.fetch = newFetcher(&c.o, guard, c.governor, &c.tally)
	c.robots = newRobotsCache(c.fetch, o.RobotsToken, o.ConfirmAfter)
	c.robots.got = func(r *Robots) {
		c.write(&step{Robots: noteOf(r, false)})
	}
	c.prepareOutside(guard)
	c.earlier = readEarlier(o.Earlier)
	if err := c.replay(); err != nil {
		return nil, err
	}
	return c, nil
}

// Close gives back the idle connections. The Site cannot be read any more.
func (c *Crawler) Close() {
	c.fetch.close()
	c.outer.fetch.close()
	c.graph.copy.close()
}

// Run asks the seeds and everything of the site that they lead to. It returns
// when all is asked, a limit is reached, Stop was called or the context has
// ended; the Site holds what is known by then. A crawler whose Journal held an
// earlier run goes on where that ended.
func (c *Crawler) Run(ctx context.Context) *Site {
	if !c.resumed {
		c.plant()
	}
	c.readSitemaps(ctx)
	var workers sync.WaitGroup
	for range c.o.Concurrency {
		workers.Go(func() { c.work(ctx) })
	}
	workers.Wait()
	return c.site(ctx)
}

// plant puts the seeds among the addresses.
func (c *Crawler) plant() {
	links := make([]Link, 0, len(c.o.Seeds))
	for _, seed := range c.o.Seeds {
		links = append(links, Link{To: seed, Role: RoleSeed, Element: "seed"})
	}
	c.enter(&step{}, links, func(l Link) (Item, bool) { return Item{Address: l.To, Follow: true, seed: true}, true })
}

// Stop lets what is under way finish and asks nothing more: Run returns soon.
func (c *Crawler) Stop() {
	c.halted.Store(true)
	c.frontier.Stop()
	c.governor.Stop()
}

// Err is why the journal could not be kept; nil when it could.
func (c *Crawler) Err() error {
	c.graph.mu.Lock()
	defer c.graph.mu.Unlock()
	return c.graph.err
}

// Resumed reports that the Journal held an earlier run.
func (c *Crawler) Resumed() bool { return c.resumed }

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
	waiting, known, done := c.frontier.counts()
	return Progress{
		Pages: int(c.tally.pages.Load()), Requests: int(c.tally.requests.Load()), Waiting: waiting, Known: known, Done: done,
		Broken: int(c.tally.broken.Load()), Unverified: int(c.tally.unverified.Load()),
	}
}

func (c *Crawler) visit(ctx context.Context, item Item) {
	x, known := c.ask(ctx, item.Address)
	if to, _ := Location(x); to.Key == item.Address.Key && to.Raw != item.Address.Raw {
		x = c.get(ctx, request{address: to}) // sent to another spelling of itself: no loop yet
	}
	if x.Reason == Cancelled {
		c.tally.cancelled.Add(1) // not asked: nothing is known of it
		return
	}
	failed := c.governor.judge(item.Address.Host, x)
	c.tally.result(x)
	s := step{From: item.Address.Raw, Answer: &answer{ID: item.id, Depth: item.Depth, Hops: item.Hops, Failed: failed, Exchange: x}}
	var links []Link
	if known != nil {
		links = c.reuse(&s, known)
	} else if s.Answer.Page = c.look(x, &s); s.Answer.Page != nil {
		p := s.Answer.Page
		links = p.Links
		p.Links, p.Unread, p.Text = nil, nil, ""
	}
	if x.Reason == "" {
		s.Answer.To, s.Answer.Fault = Location(x)
	}
	if s.Answer.To.Key != "" {
		links = append(links, Link{To: s.Answer.To, Role: RoleTarget, Element: "redirect", Attr: "Location", Written: s.Answer.To.Raw})
	}
	c.take(&s, item, links)
}

// look parses a page and shows the answer around while its body is there.
func (c *Crawler) look(x *Exchange, s *step) *Page {
	var page *Page
	if len(x.Body) > 0 && x.IsHTML() {
		page = ParsePage(x)
	}
	c.o.Visit(Visit{Exchange: x, Page: page})
	s.Note = c.o.Note(Visit{Exchange: x, Page: page})
	x.Body = nil
	return page
}

// get asks an address if robots.txt allows it.
func (c *Crawler) get(ctx context.Context, r request) *Exchange {
	if reason := c.robots.refuses(ctx, r.address); reason != "" && !c.o.IgnoreRobots {
		return denied(r.address, reason)
	}
	return c.fetch.get(ctx, r)
}

// take writes down an answer and its links and puts their targets among the
// addresses. The chain of redirects is put together from the site when all is
// known; one hop more than allowed is asked.
func (c *Crawler) take(s *step, item Item, links []Link) {
	if !item.Follow && len(links) > 0 && c.hold(s, item, links) {
		return
	}
	c.enter(s, links, func(l Link) (Item, bool) { return c.next(item, l) })
}

// next is how a link goes on from an item.
func (c *Crawler) next(from Item, l Link) (Item, bool) {
	if l.Role == RoleTarget {
		return Item{Address: l.To, Depth: from.Depth, Hops: from.Hops + 1, Follow: from.Follow}, from.Hops < c.o.MaxRedirects
	}
	if c.o.NoFollow {
		return Item{}, false
	}
	if from.Depth >= c.o.MaxDepth {
		c.tooDeep.Add(1)
		return Item{}, false
	}
	return Item{Address: l.To, Depth: from.Depth + 1, Follow: !l.NoFollow && l.Role.leadsOn()}, true
}

// enter completes a step with links and writes it. Pages whose links were held
// back until now are taken up behind it.
func (c *Crawler) enter(s *step, links []Link, next func(Link) (Item, bool)) {
	var free []digest
	digests := make([]digest, len(links))
	for i := range links {
		links[i].To = c.o.DropParams.Apply(links[i].To)
		digests[i] = digestOf(links[i].To.Key)
	}
	s.Edges = make([]edge, 0, len(links))
	c.graph.mu.Lock()
	for i, l := range links {
		if l.Role != RoleSeed && !c.scope.Has(l.To) {
			if c.scope.Beside(l.To) {
				if e, ok := c.graph.outer.note(l, s.From, i); ok {
					s.Outside = append(s.Outside, e)
				}
			}
			continue
		}
		e := edge{
			To: c.graph.id(l.To, digests[i], s), Role: l.Role, Element: l.Element, Attr: l.Attr,
			Written: l.Written, Text: l.Text, Fragments: l.Fragments, NoFollow: l.NoFollow, Order: i,
		}
		c.graph.count(e)
		if item, ok := next(l); ok {
			upgraded := false
			item.id, item.digest = e.To, digests[i]
			e.Depth, e.Hops, e.Follow, e.Counts = item.Depth, item.Hops, item.Follow, item.Hops == 0
			if e.Queued, upgraded = c.frontier.put(item); upgraded {
				free = append(free, digests[i])
			}
		}
		s.Edges = append(s.Edges, e)
	}
	c.graph.write(s)
	failed := c.graph.err != nil
	c.graph.mu.Unlock()
	if failed {
		c.Stop()
	}
	for _, d := range free {
		c.release(d)
	}
}

// write keeps a step that has no links.
func (c *Crawler) write(s *step) { c.enter(s, nil, nil) }

// release takes the links of a page that were held back.
func (c *Crawler) release(d digest) {
	page, ok := c.held.pop(d)
	if !ok {
		return
	}
	var held step
	if c.graph.step(page.at, &held) != nil {
		return
	}
	item := Item{Depth: page.depth, Follow: true}
	if held.Answer != nil {
		item.Hops = held.Answer.Hops
	}
	c.take(&step{From: page.from, Released: true}, item, held.Held)
}

// hold keeps links back until their page is reached by a link that counts. It
// returns false when that has happened in the meantime.
func (c *Crawler) hold(s *step, item Item, links []Link) bool {
	d := digestOf(item.Address.Key)
	if c.frontier.Follows(item.Address.Key) {
		return false
	}
	s.Held = links
	c.graph.mu.Lock()
	at := c.graph.write(s)
	c.graph.mu.Unlock()
	c.held.mu.Lock()
	c.held.pages[d] = heldPage{from: item.Address.Raw, depth: item.Depth, at: at}
	c.held.mu.Unlock()
	if c.frontier.Follows(item.Address.Key) {
		c.release(d)
	}
	return true
}

func (h *heldLinks) pop(d digest) (heldPage, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	page, ok := h.pages[d]
	delete(h.pages, d)
	return page, ok
}
