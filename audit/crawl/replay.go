package crawl

import (
	"errors"
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/robots"
)

// replay takes up what an earlier process wrote into the journal: first all
// that is known, then the addresses that wait.
func (c *Crawler) replay() error {
	var digests []digest
	var kinds []Address // only where kinds are counted
	err := c.graph.journal.Replay(func(at int64, record []byte) error {
		var s step
		if err := decode(record, &s); err != nil {
			return err
		}
		if int(s.Head.First) != len(digests) && len(s.Head.New) > 0 {
			return errDamaged
		}
		for _, n := range s.Head.New {
			d := digestOf(orDefault(n.Key, n.Raw))
			c.graph.ids[d] = uint32(len(digests))
			digests = append(digests, d)
			c.graph.nodes = append(c.graph.nodes, node{})
			if c.o.PerTemplate > 0 {
				kinds = append(kinds, n.address())
			}
		}
		c.recallShapes(&s, kinds)
		return c.recall(&s, at, digests)
	})
	if err != nil {
		return fmt.Errorf("read the run that is to be continued: %w", err)
	}
	if !c.resumed {
		return nil
	}
	return c.requeue(digests)
}

// recallShapes counts the kinds of what a step put among the addresses.
func (c *Crawler) recallShapes(s *step, kinds []Address) {
	for _, e := range s.Edges {
		if e.Queued && e.Counts && e.Role != RoleSeed && int(e.To) < len(kinds) {
			c.frontier.shapes.take(kinds[e.To], digest{})
		}
	}
}

// recall takes up one step.
func (c *Crawler) recall(s *step, at int64, digests []digest) error {
	c.resumed = true
	for _, e := range s.Edges {
		if int(e.To) >= len(digests) {
			return errDamaged
		}
		c.graph.count(e)
		if e.Queued || e.Follow {
			c.frontier.restore(digests[e.To], e.Follow, e.Queued && e.Counts)
		}
	}
	if s.Answer != nil {
		if int(s.Answer.ID) >= len(digests) || s.Answer.Exchange == nil {
			return errDamaged
		}
		x := s.Answer.Exchange
		c.governor.recall(x.Address.Host, x, s.Answer.Failed)
		c.tally.result(x)
		c.tally.request(s.Answer.Exchange)
	}
	c.graph.place(s, at)
	for _, e := range s.Outside {
		if !c.graph.outer.take(e) {
			return errDamaged
		}
	}
	c.recallHeld(s, at)
	c.recallNotes(s)
	if s.Asked != nil {
		c.asked.restore(s.Asked.Question, at)
	}
	return nil
}

func (c *Crawler) recallHeld(s *step, at int64) {
	d := digestOf(s.From)
	if s.Answer != nil {
		d = digestOf(s.Answer.Exchange.Address.Key)
	}
	if s.Held != nil {
		c.held.pages[d] = heldPage{from: s.From, depth: s.Answer.Depth, at: at}
	}
	if a, err := ParseAddress(s.From); s.Released && err == nil {
		delete(c.held.pages, digestOf(a.Key))
	}
}

func (c *Crawler) recallNotes(s *step) {
	if s.Note != nil {
		c.o.Recall(s.Note)
	}
	if s.Pause != nil {
		c.governor.restore(*s.Pause)
	}
	if n := s.Robots; n != nil && len(n.Hops) > 0 {
		cache := c.robots
		if n.Outside {
			cache = c.outer.robots
		}
		cache.restore(&Robots{Origin: n.Origin, Hops: n.Hops, Tries: n.Tries, Body: n.Body})
	}
	if n := s.Sitemap; n != nil {
		c.sitemaps.restore(n)
	}
}

// requeue puts back what waited, or was being asked, when the process ended.
func (c *Crawler) requeue(digests []digest) error {
	return c.graph.journal.Replay(func(at int64, record []byte) error {
		var s step
		if err := decode(record, &s); err != nil {
			return err
		}
		for _, e := range s.Edges {
			if e.Queued && !c.graph.nodes[e.To].done {
				item := Item{Depth: e.Depth, Hops: e.Hops, Follow: c.frontier.seen[digests[e.To]], id: e.To}
				if i := int(e.To) - int(s.Head.First); i >= 0 && i < len(s.Head.New) {
					item.Address = s.Head.New[i].address()
				} else {
					item.Address = c.graph.address(e.To)
				}
				c.frontier.push(item)
			}
		}
		return nil
	})
}

// restore takes back a robots.txt of an earlier process.
func (c *robotsCache) restore(file *Robots) {
	last := file.Last()
	code := last.Status
	if last.Reason.IsFailure() || !last.Answered() {
		code = robots.NoAnswer
	}
	file.Answer = robots.Read(code, file.Body)
	entry := &robotsEntry{}
	entry.once.Do(func() { entry.file = file })
	c.files[file.Origin] = entry
	if rules := file.Answer.File(); rules != nil {
		c.fetch.governor.CrawlDelay(last.Address.Host, rules.CrawlDelay(c.token))
	}
}

func (l *sitemapList) restore(n *sitemapNote) {
	file := n.File
	if n.Fault != "" {
		file.Err = errors.New(n.Fault)
	}
	if l.known == nil {
		l.known = map[string]*sitemapNote{}
	}
	n.File = file
	l.known[file.Address.Key] = n
}
