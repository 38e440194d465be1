package audit

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// tester asks what the crawl did not: other addresses and other requests.
type tester struct {
	asker  asker
	names  [2]string
	level  ProbeLevel
	ways   VariantLevel
	after  time.Duration
	budget int

	unsafely bool // requests by methods that may change something are allowed
	parallel int  // requests at a time that the site may be asked; below two: one

	refused   atomic.Bool    // the site limits the rate: nothing more is tried
	oneFamily atomic.Bool    // one version of IP leads nowhere from here
	left      []rule.Skipped // checks that were not made, or not everywhere
}

// mind notes that a site limits the rate of requests.
func (t *tester) mind(x *crawl.Exchange) {
	if x.Unanswered() == crawl.RateLimited {
		t.refused.Store(true)
	}
}

// crawled is what trials are planned from.
type crawled struct {
	site  *crawl.Site
	names [2]string
	pages func() []*crawl.Resource // representatives of the site, found once
}

// step plans the trials of one kind.
type step func(crawled) []rule.Trial

// steps are in the order of their worth: when the budget ends, the last ones
// are left out.
var steps = []step{planErrorURLs, planSlashes, planHTTP, planTwins, planPages, planOrders, planEchoes, planSuffixes, planCases}

// trials asks for the addresses that heads name, as far as the crawl has not
// asked, and for those of every step.
func (t *tester) trials(ctx context.Context, site *crawl.Site, heads []named) []rule.Trial {
	plan := t.plan(site)
	if t.level == ProbeOff {
		plan = slices.DeleteFunc(plan, func(p rule.Trial) bool {
			return p.Kind == rule.TrialErrorURL || p.Kind == rule.TrialEcho || p.Kind == rule.TrialSuffix
		})
	}
	asked := map[string]bool{}
	for _, n := range heads {
		one := rule.Trial{Kind: n.kind, Of: n.of, Asked: n.asks}
		if r := site.Resource(n.asks.Key); r != nil && r.Exchange != nil || !site.Scope.Has(n.asks) || asked[n.asks.Key] {
			continue
		}
		asked[n.asks.Key] = true
		plan = append(plan, one)
	}
	whole := plan
	plan = plan[:min(len(plan), max(t.budget, 0))]
	t.leaveTrials(plan, whole[len(plan):], noBudget)
	t.budget -= len(plan)
	t.askAll(ctx, plan)
	if t.refused.Load() {
		t.leaveTrials(whole, slices.DeleteFunc(slices.Clone(plan), func(p rule.Trial) bool { return len(p.Hops) > 0 }), limitedRate)
	}
	return slices.DeleteFunc(plan, func(p rule.Trial) bool { return len(p.Hops) == 0 || p.Final().Reason == crawl.Cancelled })
}

// plan lists the trials of every step.
func (t *tester) plan(site *crawl.Site) []rule.Trial {
	c := crawled{site, t.names, sync.OnceValue(func() []*crawl.Resource { return representatives(site) })}
	plans := make([][]rule.Trial, len(steps))
	var work []func()
	for i, s := range steps {
		work = append(work, func() { plans[i] = s(c) })
	}
	together(work...)
	return slices.Concat(plans...)
}

func (t *tester) askAll(ctx context.Context, plan []rule.Trial) {
	turn := make(chan struct{}, askers)
	var all sync.WaitGroup
	for i := range plan {
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if t.refused.Load() {
				return
			}
			t.walk(ctx, &plan[i])
		})
	}
	all.Wait()
}

// walk asks for one address, goes after its redirects, and asks a second time.
func (t *tester) walk(ctx context.Context, p *rule.Trial) {
	header := http.Header{"X-Signpost-Probe": {"1"}}
	next := p.Asked
	for range probeHops + 1 {
		x, page := t.asker.Ask(ctx, crawl.Question{Address: next, Header: header})
		t.mind(x)
		p.Hops, p.Page = append(p.Hops, x), page
		to, _ := crawl.Location(x)
		if to.Key == "" {
			break
		}
		next = to
	}
	echoed := p.Kind == rule.TrialEcho && rule.Echoes(p.Final(), t.names[0])
	p.Final().Body = nil
	if p.Page != nil {
		p.Page.Links, p.Page.Unread, p.Page.Text = nil, nil, ""
	}
	if !p.First().Answered() || !waitUntil(ctx, p.First().At.Add(t.after)) {
		return
	}
	p.Again, _ = t.asker.Ask(ctx, crawl.Question{Address: p.Asked, Header: header})
	p.Echo = echoed && rule.Echoes(p.Again, t.names[0])
	p.Again.Body = nil
}

// errorURLs are where sites keep their error pages.
var errorURLs = strings.Fields("/404 /404.html /404/ /500 /500.html /error /error.html /errors/404 /not-found /page-not-found /50x.html /_error /maintenance.html")

func planErrorURLs(c crawled) []rule.Trial {
	var out []rule.Trial
	for _, root := range rootsOf(c.site) {
		for _, path := range errorURLs {
			a, err := crawl.ParseAddress(root + path)
			if err != nil {
				continue
			}
			out = append(out, rule.Trial{Kind: rule.TrialErrorURL, Of: a, Asked: a})
		}
	}
	return out
}

// planSlashes tries the other form of one page a kind of place.
func planSlashes(c crawled) []rule.Trial {
	var out []rule.Trial
	for _, r := range c.pages() {
		path, query, _ := strings.Cut(r.Address.PathQuery(), "?")
		if path == "/" || query != "" || extensionOf(path) != "" {
			continue
		}
		other := path + "/"
		if strings.HasSuffix(path, "/") {
			other = strings.TrimSuffix(path, "/")
		}
		a, err := crawl.ParseAddress(r.Address.Origin() + other)
		if err == nil {
			out = append(out, rule.Trial{Kind: rule.TrialSlash, Of: r.Address, Asked: a})
		}
	}
	return out
}

// planHTTP tries the seeds' hosts without encryption.
func planHTTP(c crawled) []rule.Trial {
	var out []rule.Trial
	for _, root := range rootsOf(c.site) {
		a, err := crawl.ParseAddress(strings.Replace(root, "https://", "http://", 1) + "/")
		of, ofErr := crawl.ParseAddress(root + "/")
		if err != nil || ofErr != nil || a.Scheme == of.Scheme || !ordinary(of) {
			continue
		}
		out = append(out, rule.Trial{Kind: rule.TrialHTTP, Of: of, Asked: a})
	}
	return out
}

// planTwins tries the host with or without www.
func planTwins(c crawled) []rule.Trial {
	var out []rule.Trial
	for _, root := range rootsOf(c.site) {
		of, err := crawl.ParseAddress(root + "/")
		if err != nil || !ordinary(of) {
			continue
		}
		name, bare := strings.CutPrefix(of.Hostname(), "www.")
		if !bare {
			name = "www." + name
		}
		a, err := crawl.ParseAddress(of.Scheme + "://" + name + "/")
		if err == nil && crawl.IsSiteName(strings.TrimPrefix(name, "www.")) {
			out = append(out, rule.Trial{Kind: rule.TrialTwin, Of: of, Asked: a})
		}
	}
	return out
}

// ordinary reports a public host on its scheme's own port.
func ordinary(a crawl.Address) bool {
	return a.Host == a.Hostname() && crawl.IsPublicName(a.Hostname())
}

// kinds of places whose representative is asked in other ways.
const maxRepresentatives = 20

// representatives are the pages with the smallest key of each kind of place:
// the directory's template and the ending. Where there are few kinds, the pages
// with the smallest keys of all follow.
func representatives(site *crawl.Site) []*crawl.Resource {
	seen := map[string]bool{}
	var out, further []*crawl.Resource
	for r := range site.All() {
		if r.Exchange == nil || !r.Exchange.Status.IsSuccess() || r.Page == nil && !strings.Contains(r.Exchange.MediaType(), "json") {
			continue
		}
		if len(out) >= maxRepresentatives {
			break
		}
		kind, kept := placeOf(r.Address), *r
		switch {
		case !seen[kind]:
			seen[kind] = true
			out = append(out, &kept)
		case len(further) < maxRepresentatives:
			further = append(further, &kept)
		}
	}
	return append(out, further[:min(len(further), maxRepresentatives-len(out))]...)
}

// placeOf is the kind of place that an address is at: its site, the template of
// its directory, and its ending.
func placeOf(a crawl.Address) string {
	path := a.Path()
	return a.Origin() + rule.PathTemplate(dirOf(path)) + "*" + extensionOf(path)
}
