package audit

import (
	"context"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

const (
	askers          = 8  // requests of confirmations in flight
	speakersFrom    = 20 // addresses of one template with one fault; above, some speak for all
	speakers        = 5
	leastConfirmed  = 200 // always allowed; else a tenth of the crawl's requests
	shareConfirmed  = 10
	robotsRepeats   = 2
	robotsTime      = 5 * time.Second // for the repeats of one robots.txt
	browserAgent    = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	searchLikeAgent = "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
)

// asker is what the confirmation needs of a crawler.
type asker interface {
	Ask(context.Context, crawl.Question) (*crawl.Exchange, *crawl.Page)
}

// confirmer asks a second time before anything is called broken.
type confirmer struct {
	asker asker
	after time.Duration // least time between the two questions
	mu    sync.Mutex
	made  map[string]rule.Verdict
}

// doubt is a group of addresses with one fault and those that speak for it.
type doubt struct {
	all, asked []*crawl.Resource
}

// confirm asks again about every fault of a site and says what that showed.
// Where the budget or the context ends, an address has no verdict.
func (c *confirmer) confirm(ctx context.Context, site *crawl.Site, requests int) map[string]rule.Verdict {
	c.made = map[string]rule.Verdict{}
	doubts := doubtsOf(site)
	budget := max(leastConfirmed, requests/shareConfirmed)
	turn := make(chan struct{}, askers)
	var all sync.WaitGroup
	for _, d := range doubts {
		for _, r := range d.asked {
			if budget--; budget < 0 {
				break
			}
			all.Go(func() {
				turn <- struct{}{}
				defer func() { <-turn }()
				c.again(ctx, r)
			})
		}
	}
	all.Wait()
	for _, d := range doubts {
		c.speak(d)
	}
	return c.made
}

// doubtsOf groups what must be asked again: errors by template and fault, and
// the hops of redirects that go in a circle, each by itself.
func doubtsOf(site *crawl.Site) []*doubt {
	type fault struct{ template, outcome string }
	groups := map[fault]*doubt{}
	var order []*doubt
	for r := range site.All() {
		switch {
		case r.Exchange == nil:
		case r.Exchange.Broken():
			f := fault{rule.Template(r.Address), outcomeOf(r.Exchange)}
			if groups[f] == nil {
				groups[f] = &doubt{}
				order = append(order, groups[f])
			}
			groups[f].all = append(groups[f].all, r)
		case r.Moves():
			if site.Chain(r).Loop {
				order = append(order, &doubt{all: []*crawl.Resource{r}})
			}
		}
	}
	for _, d := range order {
		d.asked = d.all
		if len(d.all) > speakersFrom {
			d.asked = d.all[:speakers]
		}
	}
	return order
}

func outcomeOf(x *crawl.Exchange) string {
	if x.Reason != "" {
		return string(x.Reason)
	}
	return x.Status.String()
}

func (c *confirmer) again(ctx context.Context, r *crawl.Resource) {
	if !waitUntil(ctx, r.Exchange.At.Add(c.after)) {
		return
	}
	second, _ := c.asker.Ask(ctx, crawl.Question{Address: r.Address})
	if second.Reason == crawl.Cancelled {
		return
	}
	v := rule.Verdict{Second: second, Agrees: agree(r.Exchange, second)}
	if v.Agrees && second.Status.Is(status.Forbidden) {
		v.Asked, v.Agents = true, c.refusesAll(ctx, r.Address)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made[r.Address.Key] = v
}

// refusesAll asks as a browser and as a search crawler: both must be refused
// too before the address counts as forbidden.
func (c *confirmer) refusesAll(ctx context.Context, a crawl.Address) bool {
	for _, agent := range []string{browserAgent, searchLikeAgent} {
		x, _ := c.asker.Ask(ctx, crawl.Question{Address: a, UserAgent: agent})
		if !x.Status.Is(status.Forbidden) {
			return false
		}
	}
	return true
}

// speak gives the verdict of those that were asked to the rest of their group,
// if they all agree.
func (c *confirmer) speak(d *doubt) {
	if len(d.asked) == len(d.all) {
		return
	}
	spoken := rule.Verdict{Agrees: true, Asked: true, Agents: true}
	for _, r := range d.asked {
		v, ok := c.made[r.Address.Key]
		if !ok || !v.Agrees {
			return
		}
		spoken.Asked, spoken.Agents = spoken.Asked && v.Asked, spoken.Agents && v.Agents
	}
	for _, r := range d.all[len(d.asked):] {
		c.made[r.Address.Key] = spoken
	}
}

// agree reports that two answers are of one class, and lead to one place.
func agree(first, second *crawl.Exchange) bool {
	if first.Reason.IsFailure() || second.Reason.IsFailure() {
		return first.Reason.IsFailure() && second.Reason.IsFailure()
	}
	if second.Unanswered() != "" || first.Status.Class() != second.Status.Class() {
		return false
	}
	to, _ := crawl.Location(first)
	again, _ := crawl.Location(second)
	return to.Key == again.Key
}

// robots asks again for every robots.txt that could not be had: twice, over two
// units of waiting.
func (c *confirmer) robots(ctx context.Context, site *crawl.Site) map[string]rule.RobotsVerdict {
	out := map[string]rule.RobotsVerdict{}
	for _, file := range site.Robots {
		last := file.Last()
		if !file.Unreachable() || last.Reason.HidesHost() || last.Reason != "" && !last.Reason.IsFailure() {
			continue
		}
		agrees := c.robotsAgain(ctx, file)
		if ctx.Err() != nil {
			return out
		}
		out[file.Origin] = rule.RobotsVerdict{Agrees: agrees}
	}
	return out
}

// robotsAgain reports that one robots.txt still cannot be had. A rate limit may
// ask to wait longer than the repeats may take; then the tries while crawling
// have to tell enough.
func (c *confirmer) robotsAgain(parent context.Context, file *crawl.Robots) bool {
	ctx, cancel := context.WithTimeout(parent, robotsTime+robotsRepeats*c.after)
	defer cancel()
	last := file.Last()
	for i := range robotsRepeats {
		if !waitUntil(ctx, last.At.Add(time.Duration(i+1)*c.after)) {
			return len(file.Tries) > 1
		}
		x, _ := c.asker.Ask(ctx, crawl.Question{Address: last.Address})
		if x.Reason == crawl.Cancelled {
			return len(file.Tries) > 1
		}
		code := x.Status
		if !x.Answered() {
			code = robots.NoAnswer
		}
		if robots.Read(code, nil).Policy() != robots.DisallowAll {
			return false
		}
	}
	return true
}

// waitUntil waits for a moment; false when the context ended before.
func waitUntil(ctx context.Context, at time.Time) bool {
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
