package audit

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// report puts everything together.
func (r *run) report(f *rule.Facts, interrupted bool, failure *UnreachableError) *Report {
	started := r.began()
	findings, ran, unsure := r.judge(f, started)
	out := &Report{
		SchemaVersion: SchemaVersion,
		Tool:          r.tool(),
		Run:           r.info(started, interrupted, failure),
		Findings:      nonNil(findings),
		ChecksRun:     ran,
		Hosts:         nonNil(f.Hosts),
		LimitsReached: []LimitReached{},
		Ignored:       []Ignored{},
		Ignores:       []IgnoreUse{},
		Took:          r.took,
	}
	together(
		func() { out.Site = siteInfo(f.Site) },
		func() { out.SkippedChecks = r.skipped(f, unsure) },
		func() { out.Unverified = unverified(f) },
		func() { out.Redirects = redirects(f.Site) },
		func() { out.Groups = groups(out.Findings, f.Site) },
		func() { r.summarise(out, f) },
		func() { out.overview(f, r.o.ListURLs) },
	)
	for _, l := range f.Limits {
		out.LimitsReached = append(out.LimitsReached, LimitReached{Limit: l.Name, Value: l.Value, Left: l.Left, Default: l.Default})
	}
	out.Truncated = interrupted || len(f.Limits) > 0
	out.Discovery, out.Probes, out.ErrorPages = r.discovery.list(), probed(f.Probes), errorDesigns(f, findings)
	out.Variants, out.Conditional = varied(f.Variants)
	citeRobots(out.Site.Robots, findings)
	out.Past = rule.PastOf(f.Site, f.Began, f.Earlier)
	out.Gate = r.o.FailOn.gate(out.Findings)
	var err error
	if failure != nil {
		err = failure
	}
	out.Run.ExitCode = ExitCode(out, err, r.o.FailOn)
	out.Run.Ended = time.Now().UTC().Truncate(time.Millisecond)
	out.Summary.Seconds = time.Since(r.started).Seconds()
	return out
}

func (r *run) began() time.Time { return r.started.UTC().Truncate(time.Millisecond) }

// firstBegan is when the run began, in whatever process.
func (r *run) firstBegan() time.Time {
	if r.kept != nil {
		return r.kept.Started
	}
	return r.began()
}

func (r *run) tool() Tool {
	return Tool{Name: "signpost", Version: r.o.Version, CatalogueVersion: rule.Version}
}

func (r *run) info(started time.Time, interrupted bool, failure *UnreachableError) RunInfo {
	state := StateFinished
	switch {
	case interrupted:
		state = StateInterrupted
	case failure != nil:
		state = StateUnreachable
	}
	info := RunInfo{
		ID: r.runID(), Started: started, State: state, UserAgent: r.o.UserAgent, Seeds: []string{},
		Settings: r.o.settings(),
	}
	if r.kept != nil && r.kept.Resumed {
		info.Resumed, info.Started = true, r.kept.Started
	}
	for _, seed := range r.seeds {
		info.Seeds = append(info.Seeds, seed.Raw)
	}
	return info
}

// settings are the options as they were resolved.
func (o *Options) settings() Settings {
	return Settings{
		MaxURLs: limitOf(o.MaxURLs, DefaultMaxURLs), MaxDuration: limitOf(o.MaxDuration, DefaultMaxDuration).String(),
		ConfirmAfter: o.ConfirmAfter.String(), Scope: orScope(o.Crawl.Scope), Externals: externalsSetting(o.Externals),
		Variants: o.Variants, Probe: o.Probe, ProbeNames: o.ProbeNames,
	}
}

func orScope(scope string) string { return cmp.Or(scope, crawl.ScopeDomain) }

func siteInfo(site *crawl.Site) SiteInfo {
	info := SiteInfo{Origins: []string{}, Robots: []RobotsInfo{}, Sitemaps: []SitemapInfo{}}
	for r := range site.All() {
		if origin := r.Address.Origin(); r.Exchange != nil && r.Exchange.Answered() && !slices.Contains(info.Origins, origin) {
			info.Origins = append(info.Origins, origin)
		}
	}
	slices.Sort(info.Origins)
	lines, totals := robotsLines(site.Robots, site)
	for i, file := range site.Robots {
		one := RobotsInfo{
			URL: file.Hops[0].Address.Raw, Status: int(file.Last().Status), Reason: file.Last().Reason,
			Policy: string(file.Answer.Policy()), Bytes: len(file.Body),
			Lines: lines[i], LinesTotal: totals[i],
		}
		if rules := file.Answer.File(); rules != nil {
			one.Rules = rules.RuleCount()
		}
		info.Robots = append(info.Robots, one)
	}
	for _, file := range site.Sitemaps {
		if !file.Named && file.Kind == crawl.NoSitemap && !strings.HasSuffix(file.Address.Path(), "/sitemap.xml") {
			continue // one guess that failed tells enough
		}
		one := SitemapInfo{
			URL: file.Address.Raw, Status: int(file.Exchange.Status), Reason: file.Exchange.Reason, Kind: file.Kind, Locs: file.Locs,
		}
		if file.Err != nil {
			one.Error = file.Err.Error()
		} else if file.TooLarge {
			one.Error = crawl.ErrSitemapTooLarge.Error()
		}
		info.Sitemaps = append(info.Sitemaps, one)
	}
	return info
}

// skipped lists every check that did not run, or not everywhere, and why.
func (r *run) skipped(f *rule.Facts, unsure []rule.Skipped) []rule.Skipped {
	out := slices.Concat(rule.NotBuilt(), unsure, r.left)
	if n := unconfirmed(f); n > 0 {
		out = append(out, rule.Skipped{ID: "link-4xx", Reason: "not confirmed: the second question was not asked or not answered", Count: n})
	}
	if r.probeLeft > 0 {
		out = append(out, rule.Skipped{ID: "soft404-probe", Reason: "no answer to the probes, or robots.txt forbids them", Count: r.probeLeft})
	}
	if r.probeCut > 0 {
		out = append(out, rule.Skipped{ID: "soft404-probe", Reason: noBudget, Count: r.probeCut})
	}
	switch {
	case r.o.Probe == ProbeOff:
		out = append(out, skippedProbes()...)
	case f.Probes == nil && r.probeLeft == 0:
		out = append(out, rule.Skipped{ID: "soft404-probe", Reason: "nothing to probe: the site did not answer"})
	}
	slices.SortStableFunc(out, func(a, b rule.Skipped) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// unconfirmed counts the errors that nobody confirmed or disproved.
func unconfirmed(f *rule.Facts) (n int) {
	for r := range f.Site.All() {
		if r.Exchange == nil || !r.Exchange.Broken() {
			continue
		}
		if v, asked := f.Verdicts[r.Address.Key]; !asked || !v.Agrees && v.Second != nil && v.Second.Unanswered() != "" {
			n++
		}
	}
	return n
}

// doubtful says why nothing can be said of an address; empty when something can.
func doubtful(f *rule.Facts, r *crawl.Resource) crawl.Reason {
	v, asked := f.Verdicts[r.Address.Key]
	switch {
	case r.Exchange.Unanswered() != "":
		return r.Exchange.Unanswered()
	case !r.Exchange.Broken():
		return ""
	case !asked:
		return crawl.Budget
	case !v.Agrees && v.Second != nil && v.Second.Unanswered() != "":
		return v.Second.Unanswered()
	case v.Asked && !v.Agents:
		return crawl.RefusedAgent
	}
	return ""
}

func unverified(f *rule.Facts) []Unverified {
	out := []Unverified{}
	for r := range f.Site.All() {
		if r.Exchange == nil {
			continue
		}
		if why := doubtful(f, r); why != "" {
			out = append(out, Unverified{URL: r.Address.Raw, Status: int(r.Exchange.Status), Reason: why, Sources: sourcesOf(r.Sources)})
		}
	}
	return append(out, unverifiedOutside(f.Externals)...)
}

func redirects(site *crawl.Site) []Redirect {
	out := []Redirect{}
	for r := range site.All() {
		if r.Exchange == nil || !r.Moves() || r.Total == 0 || len(r.Roles) == 1 && r.HasRole(crawl.RoleTarget) {
			continue
		}
		chain := site.Chain(r)
		one := Redirect{
			From: r.Address.Raw, Hops: chain.Redirects(), To: chain.End().Address.Raw,
			FinalStatus: int(chain.End().Exchange.Status), Loop: chain.Loop, Sources: r.Total,
		}
		if chain.Outside.Key != "" {
			one.To, one.FinalStatus = chain.Outside.Raw, 0
		}
		for _, hop := range chain.Hops {
			one.Chain = append(one.Chain, hop.Address.Raw)
			one.Statuses = append(one.Statuses, int(hop.Exchange.Status))
		}
		out = append(out, one)
	}
	return out
}

// groups sums up findings by check and template.
func groups(findings []Finding, site *crawl.Site) []Group {
	of := map[string]int{}
	for r := range site.All() {
		if r.Exchange != nil {
			of[rule.Template(r.Address)]++
		}
	}
	out := []Group{}
	at := map[[2]string]int{}
	for _, f := range findings {
		key := [2]string{f.ID, f.Template}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, Group{
				ID: f.ID, Template: f.Template, Of: of[f.Template], Severity: f.Severity, Confidence: f.Confidence, Examples: []string{},
			})
		}
		out[i].Count += f.Count
		if len(out[i].Examples) < 5 {
			out[i].Examples = append(out[i].Examples, f.URL)
		}
	}
	return out
}

func (r *run) summarise(out *Report, f *rule.Facts) {
	s := Summary{ByStatus: map[string]int{}, ByClass: map[string]int{}, ByOutcome: map[string]int{"ok": 0, "broken": 0, "unverified": 0}, Pauses: []Pause{}}
	for i := range out.Findings {
		switch out.Findings[i].Severity {
		case rule.Error:
			s.Error++
		case rule.Warning:
			s.Warning++
		default:
			s.Notice++
		}
	}
	templates := map[string]bool{}
	for res := range f.Site.All() {
		if res.Exchange == nil {
			continue
		}
		s.URLs++
		s.ByStatus[strconv.Itoa(int(res.Exchange.Status))]++
		s.ByClass[classOf(res.Exchange)]++
		s.ByOutcome[outcomeName(f, res)]++
		templates[rule.Template(res.Address)] = true
		if res.Page != nil && res.Exchange.Status.IsSuccess() {
			out.Pages++
		}
	}
	stats := r.crawler.Stats()
	s.Bytes, s.Requests, s.Retries, s.Templates = stats.Bytes, stats.Requests+stats.Outside, stats.Retries, len(templates)
	for _, h := range stats.Hosts {
		if h.Pauses > 0 {
			s.Pauses = append(s.Pauses, Pause{Host: h.Host, Count: h.Pauses, Seconds: h.PauseSeconds})
		}
	}
	s.Unchanged = stats.Unchanged
	s.CrawlSeconds = r.crawled.Seconds()
	if s.CrawlSeconds > 0 {
		s.PagesPerSecond = float64(out.Pages) / s.CrawlSeconds
	}
	out.Summary = s
}

func classOf(x *crawl.Exchange) string {
	if !x.Answered() {
		return "none"
	}
	return x.Status.Class()
}

func outcomeName(f *rule.Facts, r *crawl.Resource) string {
	switch {
	case doubtful(f, r) != "":
		return "unverified"
	case r.Exchange.Broken():
		return "broken"
	}
	return "ok"
}
