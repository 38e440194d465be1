package audit

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

const (
	// DefaultExternals is how many addresses of other sites are asked at most.
	DefaultExternals = 1000

	externalTime    = 5 * time.Minute // for all of them
	externalHosts   = 32              // other sites that are asked at a time
	firstHosts      = 10              // that all fail before an answer when there is no way out
	failuresInARow  = 3               // of one host, before an answer: the rest of it is not asked
	outsideMaxHops  = 10
	noWayOut        = string(crawl.NoNetwork) + ": no other site could be reached from here"
	externalsOff    = "left out: links to other sites are not asked (--externals off)"
	externalsTooFew = "the limit of addresses of other sites (--externals) was reached"
	noTimeLeft      = "no time left"
)

// outsideAsker is what the questions to other sites need of a crawler.
type outsideAsker interface {
	AskOutside(context.Context, crawl.Address) *crawl.Exchange
	AskHostAgain(context.Context, crawl.Address) *crawl.Exchange
}

// outsider asks the addresses of other sites, each once, and those that fail
// once more.
type outsider struct {
	asker   outsideAsker
	scope   crawl.Scope
	after   time.Duration // least time between the two questions
	network bool          // the run has reached the public internet already
}

// externalTargets chooses what is asked: those with the smallest keys in an
// order that no site can choose.
func externalTargets(all []*crawl.Resource, most int) (asked []*crawl.Resource, left int) {
	if most <= 0 || len(all) <= most {
		return all, 0
	}
	byHash := slices.Clone(all)
	slices.SortFunc(byHash, func(a, b *crawl.Resource) int {
		x, y := keyOf(a.Address.Key), keyOf(b.Address.Key)
		return cmp.Compare(string(x[:]), string(y[:]))
	})
	return byHash[:most], len(all) - most
}

// ask asks all targets, those of one host one behind the other. What was not
// asked when the context ended is left out of the list.
func (o *outsider) ask(ctx context.Context, targets []*crawl.Resource) []rule.External {
	byHost := map[string][]*rule.External{}
	all := make([]rule.External, len(targets))
	for i, r := range targets {
		all[i].Of = r
		byHost[r.Address.Host] = append(byHost[r.Address.Host], &all[i])
	}
	hosts := slices.Sorted(maps.Keys(byHost))
	first := hosts[:min(firstHosts, len(hosts))]
	eachOf(first, func(host string) { o.first(ctx, byHost[host][0]) })
	if len(first) == firstHosts && !slices.ContainsFunc(first, func(host string) bool { return byHost[host][0].Final().Answered() || decided(byHost[host][0]) }) {
		for i := range all {
			all[i].Why = crawl.NoNetwork
		}
		return all
	}
	eachOf(hosts, func(host string) { o.host(ctx, byHost[host]) })
	o.doubtNetwork(all)
	var doubted []*rule.External
	for i := range all {
		if e := &all[i]; e.Why == "" && e.Again == nil && len(e.Hops) > 0 && rule.FailsOutside(e.Final()) {
			doubted = append(doubted, e)
		}
	}
	eachOf(doubted, func(e *rule.External) { o.again(ctx, e) })
	return slices.DeleteFunc(all, func(e rule.External) bool { return e.Why == crawl.Cancelled || e.Why == "" && len(e.Hops) == 0 })
}

// decided reports that the crawler itself refused the question: that says
// nothing about the way out.
func decided(e *rule.External) bool {
	reason := e.Final().Reason
	return reason != "" && !reason.IsFailure()
}

// eachOf works through a list, several at a time.
func eachOf[T any](list []T, work func(T)) {
	turn := make(chan struct{}, externalHosts)
	var all sync.WaitGroup
	for _, one := range list {
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			work(one)
		})
	}
	all.Wait()
}

// host asks the targets of one host.
func (o *outsider) host(ctx context.Context, targets []*rule.External) {
	row := 0
	for _, e := range targets {
		if row >= failuresInARow {
			e.Why = crawl.BreakerOpen
			continue
		}
		if len(e.Hops) == 0 {
			o.first(ctx, e)
		}
		row++
		if x := e.First(); x.Answered() || x.Reason.HidesHost() || decided(e) { // a name that is not there is told at once
			row = 0
		}
	}
}

// first asks a target and goes after its redirects.
func (o *outsider) first(ctx context.Context, e *rule.External) {
	seen := map[string]bool{}
	for next := e.Of.Address; ; {
		x := o.asker.AskOutside(ctx, next)
		e.Hops = append(e.Hops, x)
		seen[next.Key] = true
		to, fault := crawl.Location(x)
		switch {
		case fault != "":
			e.Why = crawl.BadLocation
			return
		case to.Key == "", !o.scope.Beside(to): // it may lead back to the site, where the crawl judges
			e.Why = unclear(x)
			return
		case seen[to.Key]:
			e.Why = crawl.RedirectLoop // without cookies, at least
			return
		case len(e.Hops) > outsideMaxHops:
			e.Why = crawl.RedirectLimit
			return
		}
		next = to
	}
}

// unclear judges an answer and lets go of its body.
func unclear(x *crawl.Exchange) crawl.Reason {
	var page *crawl.Page
	if len(x.Body) > 0 && x.IsHTML() {
		page = crawl.ParsePage(x)
	}
	defer func() { x.Body = nil }()
	return rule.UnclearOutside(x, page)
}

// again asks the last hop of a target that failed once more.
func (o *outsider) again(ctx context.Context, e *rule.External) {
	end := e.Final()
	if !waitUntil(ctx, end.At.Add(o.after)) {
		e.Why = crawl.Cancelled
		return
	}
	var x *crawl.Exchange
	if end.Reason.HidesHost() {
		x = o.asker.AskHostAgain(ctx, end.Address)
	} else {
		x = o.asker.AskOutside(ctx, end.Address)
	}
	e.Again, e.Why = x, unclear(x)
}

// doubtNetwork takes back what only the lack of a way out may have told: where
// no public host has answered, that public names cannot be reached proves
// nothing. A name below .invalid exists nowhere (RFC 6761 section 6.4).
func (o *outsider) doubtNetwork(all []rule.External) {
	if o.network || slices.ContainsFunc(all, func(e rule.External) bool {
		return len(e.Hops) > 0 && isPublic(e.First().Address) && e.First().Answered()
	}) {
		return
	}
	for i, e := range all {
		if len(e.Hops) > 0 && e.Final().Reason.IsFailure() && !e.Final().Answered() && isPublic(e.Final().Address) {
			all[i].Why = crawl.NoNetwork
		}
	}
}

func isPublic(a crawl.Address) bool {
	return !crawl.AllLoopback([]crawl.Address{a}) && !strings.HasSuffix(a.Hostname(), ".invalid")
}

// external asks the addresses of other sites within the bounds of the run, and
// notes what was left out.
func (r *run) external(parent context.Context, site *crawl.Site) ([]rule.External, []rule.Skipped) {
	check, _ := rule.Lookup(rule.IDExternal)
	switch most := limitOf(r.o.Externals, DefaultExternals); {
	case len(site.Outside) == 0 || !r.o.Checks(check):
		return nil, nil
	case most == 0:
		return nil, []rule.Skipped{{ID: rule.IDExternal, Reason: externalsOff, Count: len(site.Outside)}}
	}
	ctx, cancel := context.WithTimeout(parent, externalTime)
	defer cancel()
	targets, left := externalTargets(site.Outside, limitOf(r.o.Externals, DefaultExternals))
	o := outsider{asker: r.crawler, scope: site.Scope, after: *r.o.ConfirmAfter, network: slices.ContainsFunc(site.Seeds, isPublic)}
	asked := o.ask(ctx, targets)
	var out []rule.Skipped
	note := func(reason string, n int) {
		if n > 0 {
			out = append(out, rule.Skipped{ID: rule.IDExternal, Reason: reason, Count: n})
		}
	}
	note(externalsTooFew, left)
	note(noTimeLeft, len(targets)-len(asked))
	unreached := 0
	for _, e := range asked {
		if e.Why == crawl.NoNetwork {
			unreached++
		}
	}
	note(noWayOut, unreached)
	return asked, out
}

// externalsSetting is the option as a report tells it.
func externalsSetting(n int) string {
	if n = limitOf(n, DefaultExternals); n > 0 {
		return fmt.Sprintf("check, at most %d", n)
	}
	return "off"
}

// unverifiedOutside lists the addresses of other sites about which nothing can
// be said.
func unverifiedOutside(all []rule.External) (out []Unverified) {
	for _, e := range all {
		if e.Why == "" {
			continue
		}
		one := Unverified{URL: e.Of.Address.Raw, Reason: e.Why, Sources: sourcesOf(e.Of.Sources)}
		if e.Final() != nil {
			one.Status = int(e.Final().Status)
		}
		out = append(out, one)
	}
	return out
}
