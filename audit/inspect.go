package audit

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// InspectOptions configures the look at one address.
type InspectOptions struct {
	URL       string // https:// is assumed where it is missing
	UserAgent string // empty: "Signpost"
	Log       *slog.Logger
}

// Inspection is one address in all variants of a request. All lists are there,
// empty ones too.
type Inspection struct {
	SchemaVersion int                `json:"schema_version"`
	URL           string             `json:"url"`
	Answers       []VariantAnswer    `json:"answers"`     // the plain GET first
	Differences   []string           `json:"differences"` // between the variants, in words
	Steady        bool               `json:"steady"`      // the plain GET got the same answer each time
	Chain         []ChainHop         `json:"chain"`       // from the address to the last answer
	Loop          bool               `json:"loop"`        // the chain goes in a circle
	Robots        robots.Explanation `json:"robots"`      // for Googlebot
	Owed          []OwedField        `json:"headers_owed"`
	SearchEngines []string           `json:"search_engines"` // what they make of it
	Findings      []Finding          `json:"findings"`
}

// ChainHop is one answer on the way of the redirects.
type ChainHop struct {
	URL    string       `json:"url"`
	Status int          `json:"status"` // 0 without an answer
	Reason crawl.Reason `json:"reason"`
}

// Answered reports that the last hop of the chain gave an answer.
func (i *Inspection) Answered() bool { return i.last().Status > 0 }

func (i *Inspection) last() ChainHop { return i.Chain[len(i.Chain)-1] }

// ExitCode is 0 when the chain ends well and nothing reaches the gate, 3
// without an answer, else 1.
func (i *Inspection) ExitCode(gate FailOn) int {
	switch end := i.last().Reason; {
	case !i.Answered():
		return exitUnreachable
	case end != "", isError(i.last().Status), i.Loop, gate.fires(i.Findings):
		return exitFindings
	}
	return 0
}

// Inspect asks one address in all variants, with the manners of a crawl: the
// rules of robots.txt, the pace and the guard of private addresses hold. The
// error is a *UsageError for an address that is none.
func Inspect(ctx context.Context, o InspectOptions) (*Inspection, error) {
	at, err := parseSeed(o.URL)
	if err != nil {
		return nil, &UsageError{fmt.Errorf("%q: %w", o.URL, err)}
	}
	c, err := crawl.New(crawl.Options{
		Seeds: []crawl.Address{at}, UserAgent: o.UserAgent, Concurrency: 4, ConfirmAfter: time.Second, Log: o.Log,
	})
	if err != nil {
		return nil, &UsageError{err}
	}
	defer c.Close()
	look := inspector{crawler: c, at: at, seen: map[string]*rule.Observation{}}
	return look.do(ctx), nil
}

// inspector is one look under way.
type inspector struct {
	crawler *crawl.Crawler
	at      crawl.Address
	hops    []*crawl.Resource
	errors  []*rule.ErrorPage
	seen    map[string]*rule.Observation
	ways    rule.Variants // the address, asked in every way
}

func (i *inspector) do(ctx context.Context) *Inspection {
	file := i.crawler.Robots(ctx, i.at)
	out := &Inspection{SchemaVersion: 1, URL: i.at.Raw, Answers: []VariantAnswer{}, Chain: []ChainHop{}}
	code := file.Last().Status
	if !file.Last().Answered() {
		code = robots.NoAnswer
	}
	out.Robots = robots.Explain(code, file.Body, "Googlebot", robots.Encode(i.at.Raw))
	i.walk(ctx, out)
	first := i.hops[0].Exchange
	if first.Answered() {
		out.compare(i.askEachWay(ctx, i.hops[0]))
	}
	out.Differences = nonNil(out.Differences)
	out.Owed = nonNil(owedBy(i.hops, out.Answers))
	out.SearchEngines = inSearch(i.hops, out)
	out.Findings = nonNil(i.judge(ctx, file))
	return out
}

// walk asks the address and goes after its redirects.
func (i *inspector) walk(ctx context.Context, out *Inspection) {
	const longest = 11
	seen := map[string]bool{}
	for next := i.at; next.Key != "" && len(i.hops) < longest; {
		if out.Loop = seen[next.Key]; out.Loop {
			return
		}
		seen[next.Key] = true
		x, page := i.crawler.Ask(ctx, crawl.Question{Address: next})
		to, fault := crawl.Location(x)
		i.hops = append(i.hops, &crawl.Resource{Address: next, Exchange: x, Page: page, To: to, Fault: fault, Roles: []crawl.Role{crawl.RoleTarget}})
		out.Chain = append(out.Chain, ChainHop{URL: next.Raw, Status: int(x.Status), Reason: x.Reason})
		visit := crawl.Visit{Exchange: x, Page: page}
		if e := rule.ReadErrorPage(visit); e != nil {
			i.errors = append(i.errors, e)
		}
		if o := rule.Observe(visit); o != nil {
			i.seen[next.Key] = o
		}
		next = to
	}
}

// judge applies the checks that one address is enough for.
func (i *inspector) judge(ctx context.Context, file *crawl.Robots) []Finding {
	i.hops[0].Roles = []crawl.Role{crawl.RoleLink, crawl.RoleSeed}
	site := crawl.NewSite(i.hops...)
	site.Seeds, site.Scope, site.Robots = []crawl.Address{i.at}, crawl.DomainScope([]crawl.Address{i.at}), []*crawl.Robots{file}
	c := confirmer{asker: i.crawler}
	t := tester{asker: i.crawler}
	t.suspects(ctx, site, i.seen)
	facts := &rule.Facts{Site: site, ErrorPages: i.errors, Hosts: i.crawler.Stats().Hosts, Seen: i.seen}
	if len(i.ways.Plain) > 1 {
		facts.Variants = []rule.Variants{i.ways}
	}
	facts.Verdicts = c.confirm(ctx, site, 0)
	facts.Robots = c.robots(ctx, site)
	every := run{o: Options{Checks: func(rule.Check) bool { return true }}}
	findings, _, _ := every.judge(facts, time.Now().UTC().Truncate(time.Millisecond))
	return slices.DeleteFunc(findings, func(f Finding) bool {
		check, _ := rule.Lookup(f.ID)
		return f.Group != "F" && check.Unit != rule.PerURL && check.Unit != rule.PerErrorPage && f.ID != "conditional-unsupported"
	})
}
