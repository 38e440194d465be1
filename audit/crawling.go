package audit

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Crawling says what a run asks, and how fast. Every zero value is a default.
type Crawling struct {
	Scope            string         // one of crawl.Scopes; empty: domain
	Include, Exclude []string       // globs on the path, or re: and an expression of RE2; exclude wins
	DropParams       []string       // names of query parameters that mean nothing, or globs
	Sitemaps         []string       // instead of those that robots.txt names; "none" alone reads none
	NoFollow         bool           // links are not followed: the seeds alone are asked
	PerTemplate      int            // addresses asked of one kind, such as /products/{n}; 0: no limit
	MaxDepth         int            // clicks; 0: 20
	MaxRedirects     int            // hops that are followed; 0: 10
	MaxBody          int64          // decoded bytes read of a body; 0: 10 MiB
	Timeout          time.Duration  // of a whole answer; 0: 60 s
	Concurrency      int            // requests in flight over all hosts; 0: 64
	PerHost          int            // requests in flight at one host; 0: 8, for one's own site 64
	Rate             float64        // requests a second at one host; 0: 5, for one's own site no limit
	MaxWait          time.Duration  // for one host in all; 0: 5 min
	Window           crawl.Window   // time of day in which requests are sent; the zero Window: always
	OwnSite          bool           // the site is one's own: no rate; always so on loopback
	As               string         // user agent other than the run's own
	RobotsAs         string         // token that robots.txt is read for; empty: Signpost
	IgnoreRobots     bool           // needs OwnSite
	IgnoreDelay      bool           // Crawl-delay is not kept; needs OwnSite
	AllowPrivate     bool           // links may lead to private addresses
	AllowAddr        []netip.Prefix // links may lead there, even to what is never public
	Header           []HostField    // further fields of requests
}

// HostField is a field that is sent to one host.
type HostField struct{ Host, Name, Value string }

// crawling turns the options into those of the crawler.
func (o *Options) crawling(seeds []crawl.Address) (crawl.Options, error) {
	c := &o.Crawl
	var wrong []error
	own := c.OwnSite || crawl.AllLoopback(seeds)
	if (c.IgnoreRobots || c.IgnoreDelay) && !own {
		wrong = append(wrong, errors.New("robots.txt is ignored only on a site of one's own: say so with --own-site"))
	}
	if o.UnsafeProbes && !own {
		wrong = append(wrong, errors.New("requests that may change something are sent only to a site of one's own: say so with --own-site"))
	}
	scope, err := crawl.NewScope(c.Scope, seeds, c.Include, c.Exclude)
	if err != nil {
		wrong = append(wrong, err)
	}
	drop, err := crawl.NewParamFilter(c.DropParams)
	if err != nil {
		wrong = append(wrong, err)
	}
	sitemaps, err := c.sitemaps()
	if err != nil {
		wrong = append(wrong, err)
	}
	out := crawl.Options{
		Seeds: seeds, Scope: &scope, DropParams: drop, Sitemaps: sitemaps, NoFollow: c.NoFollow,
		MaxURLs: limitOf(o.MaxURLs, DefaultMaxURLs), PerTemplate: c.PerTemplate, Template: rule.Template, MaxDepth: c.MaxDepth, MaxRedirects: c.MaxRedirects, MaxBody: c.MaxBody,
		Timeout: c.Timeout, Concurrency: c.Concurrency, UserAgent: o.UserAgent, RobotsToken: c.RobotsAs,
		IgnoreRobots: c.IgnoreRobots, AllowPrivate: c.AllowPrivate, AllowAddr: c.AllowAddr, Header: c.fields(), Log: o.Log,
	}
	if c.As != "" {
		out.UserAgent = c.As
	}
	if o.ConfirmAfter != nil {
		out.ConfirmAfter = *o.ConfirmAfter
	}
	out.Pace = c.pace(own, out.ConfirmAfter)
	return out, errors.Join(wrong...)
}

func (c *Crawling) sitemaps() (list []crawl.Address, err error) {
	if len(c.Sitemaps) == 0 {
		return nil, nil
	}
	list = []crawl.Address{}
	for _, raw := range c.Sitemaps {
		if raw == "none" {
			continue
		}
		a, err := crawl.ParseAddress(raw)
		if err != nil {
			return nil, fmt.Errorf("sitemap: %w", err)
		}
		list = append(list, a)
	}
	return list, nil
}

func (c *Crawling) fields() map[string]http.Header {
	out := map[string]http.Header{}
	for _, f := range c.Header {
		if out[f.Host] == nil {
			out[f.Host] = http.Header{}
		}
		out[f.Host].Add(f.Name, f.Value)
	}
	return out
}

func (c *Crawling) pace(own bool, confirmAfter time.Duration) *crawl.Pace {
	pace := crawl.ForeignPace(confirmAfter)
	if own {
		pace = crawl.OwnPace(confirmAfter)
	}
	if c.PerHost > 0 {
		pace.Ceiling = c.PerHost
		pace.Start = min(pace.Start, c.PerHost)
	}
	if c.Rate > 0 {
		pace.Rate = c.Rate
	}
	if c.MaxWait > 0 {
		pace.MaxWait = c.MaxWait
	}
	pace.IgnoreDelay, pace.Window = c.IgnoreDelay, c.Window
	return &pace
}
