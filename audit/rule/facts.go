package rule

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Facts is everything that the checks may look at. It is read-only for them.
type Facts struct {
	Site        *crawl.Site
	Verdicts    map[string]Verdict       // of addresses that were asked again, by key
	ErrorPages  []*ErrorPage             // seen while crawling or by probes, by address
	Probes      []Probe                  // pairs of made-up names, by template and shape
	Maintenance map[string]bool          // pages that tell of a pause, by key
	Hosts       []crawl.HostStats        // by name
	Robots      map[string]RobotsVerdict // robots.txt files that were asked again, by origin
	Limits      []Limit                  // that ended the run early
}

// Verdict is what asking a second time showed.
type Verdict struct {
	Second *crawl.Exchange
	Agrees bool // the second answer is of the same class
	Agents bool // a browser and a search crawler get the same answer; false when not asked
	Asked  bool // the other agents were asked
}

// Limit is a bound that stopped part of a run.
type Limit struct {
	Name    string // urls, depth, time, sitemaps
	Value   string
	Left    int  // addresses that were left out, as far as they are known
	Default bool // nobody asked for it
}

// RobotsVerdict is what asking for a robots.txt again showed.
type RobotsVerdict struct {
	Agrees bool
}

// Probe is what the two made-up names of one shape got.
type Probe struct {
	Template string // of the place where the names were tried
	Shape    string // such as "{random}.html"
	Asked    [2]ProbeAnswer
}

// ProbeAnswer is the way of one made-up name: its answer, the redirects that
// were followed, the page at the end.
type ProbeAnswer struct {
	Name        string
	Hops        []*crawl.Exchange // at least one
	Page        *crawl.Page       // of the last hop; nil when that is no HTML
	Maintenance bool              // the page tells of a pause
}

// First is the answer to the made-up address itself.
func (p ProbeAnswer) First() *crawl.Exchange { return p.Hops[0] }

// Final is the answer at the end of the redirects.
func (p ProbeAnswer) Final() *crawl.Exchange { return p.Hops[len(p.Hops)-1] }

// InPlace reports an end whose address still holds the made-up name: nothing
// but a slash, a scheme or a host was mended on the way.
func (p ProbeAnswer) InPlace() bool {
	return strings.Contains(p.Final().Address.Path(), p.Name)
}

// settled reports that the answer of an address is what it is: nobody doubts
// it, or a second answer agreed, and a browser gets it too where that was asked.
func (f *Facts) settled(r *crawl.Resource) bool {
	if r.Exchange == nil {
		return false
	}
	v, doubted := f.Verdicts[r.Address.Key]
	return !doubted && !r.Exchange.Broken() || v.Agrees && (!v.Asked || v.Agents)
}

// wanted reports an address that a person or a search engine is led to: by a
// link, a sitemap or the user. The target of a redirect alone is not.
func wanted(r *crawl.Resource) bool {
	return r.HasRole(crawl.RoleLink) || r.HasRole(crawl.RoleSitemap) || r.HasRole(crawl.RoleSeed)
}

// eachAnswer makes a check of a function that looks at one settled answer that
// somebody is led to.
func eachAnswer(find func(*crawl.Resource) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for r := range f.Site.All() {
			if !f.settled(r) || !wanted(r) {
				continue
			}
			if hit := find(r); hit != nil {
				hits = append(hits, about(r, *hit))
			}
		}
		return hits
	}
}

// about fills in what a hit at an address always says.
func about(r *crawl.Resource, h Hit) Hit {
	h.Address = r.Address
	if h.First == nil {
		h.First = r.Exchange
	}
	return h
}
