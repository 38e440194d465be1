package audit

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

// errTime is the cause of a crawl that used up its time.
var errTime = errors.New("the time of the run is used up")

// run is one audit under way.
type run struct {
	o         Options
	seeds     []crawl.Address
	crawler   *crawl.Crawler
	started   time.Time
	crawled   time.Duration
	mu        sync.Mutex
	errors    []*rule.ErrorPage
	paused    map[string]bool // pages that tell of a pause
	last      crawl.Progress
	discovery discovery
	probeLeft int             // pairs of made-up names that got no answer
	probeCut  int             // that the budget left out
	left      []rule.Skipped  // checks that were not made, or not everywhere
	kept      *store.Run      // nil: in memory alone
	previous  *store.Previous // whose unchanged pages are not read again; nil: none
	aside     string          // temporary folder of the run
	seen      map[string]*rule.Observation
	named     namedTargets
	took      map[string]time.Duration // by check
	id        string                   // of a run in memory
}

// Run audits a site. The error is a *UsageError for wrong options (and then
// there is no report), an *UnreachableError when a seed could not be crawled
// (with the report of what is known), and nil otherwise. A context that ends
// ends the run early: the report has the state interrupted.
func Run(ctx context.Context, o Options) (*Report, error) {
	seeds, err := o.validate()
	if err != nil {
		return nil, err
	}
	if err := o.setDefaults(seeds); err != nil {
		return nil, err
	}
	r := &run{o: o, seeds: seeds, started: time.Now(), paused: map[string]bool{}, seen: map[string]*rule.Observation{}}
	r.o.Earlier = r.o.earlier(rawOf(seeds))
	if err := r.keep(); err != nil {
		return nil, err
	}
	report, err := r.whole(ctx)
	r.letGo(report)
	return report, err
}

// whole makes the crawler and works with it.
func (r *run) whole(ctx context.Context) (*Report, error) {
	options, err := r.o.crawling(r.seeds)
	if err != nil {
		return nil, &UsageError{err}
	}
	options.Note, options.Recall, options.Progress = r.note, r.recall, r.progress
	options.Paused = r.o.Watch.paused
	if r.kept != nil {
		options.Journal, options.Scratch = r.kept.Log, r.kept.Dir()
	}
	if r.previous != nil {
		options.Earlier = r.previous.Log
	}
	if r.crawler, err = crawl.New(options); err != nil {
		return nil, fmt.Errorf("prepare crawl: %w", err)
	}
	defer r.crawler.Close()
	r.o.Watch.Begun(r.tool(), r.info(r.began(), false, nil))
	return r.do(ctx)
}

// untilStopped returns a context that ends with the run's Stop too, and tells
// the crawler.
func (r *run) untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-r.o.Stop:
			r.crawler.Stop()
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// limitOf resolves a limit of the options: 0 is the default, negative none,
// which is 0 from here on.
func limitOf[T int | time.Duration](given, standard T) T {
	if given == 0 {
		return standard
	}
	return max(given, 0)
}

func (r *run) do(ctx context.Context) (*Report, error) {
	after, cancel := r.untilStopped(ctx)
	defer cancel()
	site, timeUp := r.crawl(ctx)
	if err := r.crawler.Err(); err != nil {
		return nil, err
	}
	ctx = after
	facts := &rule.Facts{Site: site, Limits: r.limits(site, timeUp), Earlier: r.o.Earlier, Began: r.firstBegan()}
	failure := cmp.Or(unreachable(site), leftAlone(site, r.crawler.Stats().Hosts))
	r.phase(PhaseProbe)
	facts.Seen = r.seen
	var outside sync.WaitGroup
	var skipped []rule.Skipped
	if failure == nil {
		facts.Probes = r.probe(ctx, site)
		outside.Go(func() { facts.Externals, skipped = r.external(ctx, site) })
		r.askBeside(ctx, facts)
	}
	r.phase(PhaseConfirm)
	c := confirmer{asker: r.crawler, after: *r.o.ConfirmAfter}
	facts.Verdicts = c.confirm(ctx, site, r.crawler.Stats().Requests)
	facts.Robots = c.robots(ctx, site)
	if failure == nil {
		facts.Recovered = (&tester{asker: r.crawler, names: r.o.ProbeNames}).recovered(ctx, site, facts.Verdicts)
	}
	if facts.Unverified = unknownPages(facts); failure == nil {
		r.left = leaveParts(r.left, facts)
	}
	outside.Wait()
	r.left = append(r.left, skipped...)
	r.phase(PhaseJudge)
	facts.ErrorPages, facts.Maintenance = r.errors, r.paused
	slices.SortFunc(facts.ErrorPages, realFirst)
	facts.Hosts = r.crawler.Stats().Hosts
	report := r.report(facts, ctx.Err() != nil, failure)
	if failure != nil {
		return report, failure
	}
	return report, nil
}

// askBeside asks what the crawl leaves open: addresses that pages name in their
// heads, other ways to ask, and files that crawlers read.
func (r *run) askBeside(ctx context.Context, facts *rule.Facts) {
	site := facts.Site
	t := tester{
		asker: r.crawler, names: r.o.ProbeNames, level: r.o.Probe, ways: r.o.Variants, after: *r.o.ConfirmAfter,
		budget: max(leastConfirmed, r.crawler.Stats().Requests/shareConfirmed), unsafely: r.o.UnsafeProbes, parallel: r.together(),
	}
	heads := r.named.list()
	for _, n := range heads {
		switch one := (rule.Named{Page: n.of, To: n.asks}); n.kind {
		case rule.TrialAlternate:
			facts.Alternates = append(facts.Alternates, one)
		case rule.TrialPaging:
			facts.Paging = append(facts.Paging, one)
		}
	}
	facts.Trials = t.trials(ctx, site, heads)
	facts.Variants = t.variants(ctx, site)
	facts.Trials = append(facts.Trials, t.posts(ctx, site, r.paused)...)
	facts.Crowd = t.crowd(ctx, site)
	rule.AcquitReferences(site, r.seen)
	t.suspects(ctx, site, r.seen)
	facts.Sitemaps = t.sitemaps(ctx, site)
	facts.RobotsLooks = t.robotsLooks(ctx, site)
	facts.RobotsTwins = t.robotsTwins(ctx, site, facts.Trials, r.crawler.Robots)
	r.left = t.left
}

// probe tries made-up names within the budget, a tenth of the crawl's requests.
func (r *run) probe(ctx context.Context, site *crawl.Site) []rule.Probe {
	places := planProbes(site, r.o.Probe)
	most := max(leastConfirmed, r.crawler.Stats().Requests/shareConfirmed) / len(r.o.ProbeNames)
	r.probeCut = max(len(places)-most, 0)
	pairs, pages, left := probe(ctx, r.crawler, places[:min(len(places), most)], r.o.ProbeNames)
	r.probeLeft, r.errors = left, append(r.errors, pages...)
	return pairs
}

// realFirst orders error pages: those of the site's own addresses stand before
// those of made-up names, so that a finding names an address that people meet.
func realFirst(a, b *rule.ErrorPage) int {
	if a.Probed != b.Probed {
		if b.Probed {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.Address.Key, b.Address.Key)
}

// crawl walks the site within the time of the run.
func (r *run) crawl(ctx context.Context) (site *crawl.Site, timeUp bool) {
	if d := limitOf(r.o.MaxDuration, DefaultMaxDuration); d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, d, errTime)
		defer cancel()
	}
	site = r.crawler.Run(ctx)
	r.crawled = time.Since(r.started)
	return site, errors.Is(context.Cause(ctx), errTime)
}

// limits lists what ended the crawl early.
func (r *run) limits(site *crawl.Site, timeUp bool) []rule.Limit {
	var out []rule.Limit
	if site.Left > 0 {
		out = append(out, rule.Limit{
			Name: "urls", Value: fmt.Sprint(limitOf(r.o.MaxURLs, DefaultMaxURLs)), Left: site.Left, Default: r.o.MaxURLs == 0,
		})
	}
	if site.TooMany > 0 {
		out = append(out, rule.Limit{Name: "addresses of one kind", Value: fmt.Sprint(r.o.Crawl.PerTemplate), Left: site.TooMany})
	}
	if site.TooDeep > 0 {
		out = append(out, rule.Limit{Name: "depth", Value: fmt.Sprint(site.MaxDepth), Left: site.TooDeep, Default: r.o.Crawl.MaxDepth == 0})
	}
	if site.SitemapsLeft > 0 {
		out = append(out, rule.Limit{Name: "sitemaps", Value: fmt.Sprint(len(site.Sitemaps)), Left: site.SitemapsLeft, Default: true})
	}
	for _, h := range r.crawler.Stats().Hosts {
		if h.Broken {
			out = append(out, rule.Limit{Name: "breaker", Value: h.Host, Left: h.BrokenLeft, Default: true})
		}
	}
	if timeUp {
		out = append(out, rule.Limit{
			Name: "time", Value: limitOf(r.o.MaxDuration, DefaultMaxDuration).String(), Left: site.Waiting, Default: r.o.MaxDuration == 0,
		})
	}
	return out
}

func (r *run) progress(p crawl.Progress) {
	r.mu.Lock()
	r.last = p
	r.discovery.add(time.Since(r.started), p.Done, p.Known)
	r.mu.Unlock()
	r.o.Progress(Progress{Phase: PhaseCrawl, Elapsed: time.Since(r.started), Progress: p})
}

func (r *run) phase(p Phase) {
	r.mu.Lock()
	last := r.last
	r.mu.Unlock()
	r.o.Progress(Progress{Phase: p, Elapsed: time.Since(r.started), Progress: last})
}

// runID names a run by its start and four random digits.
func (r *run) runID() string {
	if r.kept != nil {
		return r.kept.ID
	}
	if r.id == "" {
		r.id = r.started.UTC().Format("2006-01-02T15:04Z") + "-" + rand.Text()[:4]
	}
	return r.id
}
