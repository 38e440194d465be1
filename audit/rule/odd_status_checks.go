package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

var (
	unauthorized  = status.MustParseSet("401")
	partial       = status.MustParseSet("206")
	unsatisfiable = status.MustParseSet("416")
	wrongServer   = status.MustParseSet("421")
	gateways      = status.MustParseSet("502, 504")
)

const docPartial = "https://www.rfc-editor.org/rfc/rfc9110#section-15.3.7"

var oddStatusChecks = []Check{
	{
		ID: "auth-in-index-path", Group: "A", Severity: Warning, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title:  "Search engines are led to a page behind a login",
		Why:    "A sitemap, a canonical or hreflang asks to index the page, and nobody may read it.",
		Fix:    "Open the page, or take it out of there.",
		Docs:   []string{docStatus, docIndexing},
		Bucket: bucket401,
		Find:   findGuarded,
	},
	{
		ID: "status-out-of-range", Group: "A", Severity: Error, Unit: PerURL, Class: 3, Over: []string{"network-error"},
		Title: "A status that is none",
		Why:   "A status has three digits from 100 to 599. Clients take anything else for a failure of the server, at best.",
		Fix:   "Repair the server, or map the number at the edge.",
		Docs:  []string{docCodes},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			x := r.Exchange
			switch {
			case x.Answered() && !x.Status.Valid() && !knownBeyond(x.Status):
				return &Hit{Message: fmt.Sprintf("answers %s", x.Status)}
			case x.Reason == crawl.BadStatusLine && strings.Contains(x.Cause, "malformed HTTP status code"):
				return &Hit{Message: "answers with something that is no number of three digits", Match: x.Cause}
			}
			return nil
		}),
	},
	{
		ID: "informational-final", Group: "A", Severity: Error, Unit: PerURL, Class: 3,
		Title: "The last answer is an interim one",
		Why:   "1xx says that the answer is still to come; 101 answers only a request to change the protocol. Nobody gets the page.",
		Fix:   "Let the server send a final status.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-15.2"},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if !r.Exchange.Status.IsInformational() {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s %s and nothing more", r.Exchange.Status, r.Exchange.Status.Reason())}
		}),
	},
	{
		ID: "status-421", Group: "A", Severity: Notice, Unit: PerURL, Class: 4, Over: notFoundLink,
		Title: "A page sends clients away from this connection (421)",
		Why:   "Over HTTP/2 it tells Google to stop using HTTP/2 for the host.",
		Fix:   "Make sure that it is meant; else let each server answer all names of its certificate.",
		Docs:  []string{docCrawlers, "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20"},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if !wrongServer.Has(r.Exchange.Status) || !strings.HasPrefix(r.Exchange.Proto, "HTTP/2") {
				return nil
			}
			return &Hit{Message: "answers 421 over HTTP/2"}
		}),
	},
	{
		ID: "status-206-unrequested", Group: "A", Severity: Warning, Unit: PerURL, Class: 3,
		Title: "Part of a page for a request of the whole",
		Why:   "206 and Content-Range belong to requests with a Range field; without one, caches and crawlers keep a fragment.",
		Fix:   "Answer 200 with the whole page.",
		Docs:  []string{docPartial},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			x := r.Exchange
			switch ranged := x.Header.Get("Content-Range"); {
			case partial.Has(x.Status):
				return &Hit{Message: "answers 206, and no part was asked for", Match: ranged}
			case ranged != "" && !unsatisfiable.Has(x.Status):
				return &Hit{Message: fmt.Sprintf("answers %s with Content-Range, and no part was asked for", x.Status), Match: ranged}
			}
			return nil
		}),
	},
	{
		ID: "gateway-502-504", Group: "A", Severity: Warning, Unit: PerSite, Class: 2,
		Title:  "The gateway gets no answer behind it (502, 504)",
		Why:    "Crawlers slow down for the whole host when such answers are more than single ones.",
		Fix:    "Look at the health of the servers behind, and at the times that each side waits.",
		Docs:   []string{docStatus},
		Bucket: bucketServer,
		Find:   findGateways,
	},
}

// knownBeyond reports the one number above 599 that services are known to send:
// non-standard-status names it.
func knownBeyond(c status.Code) bool { return c.String() == "999" }

// findGuarded looks at what a sitemap lists, and at what pages name as their
// canonical or as their version in another language.
func findGuarded(f *Facts) []Hit {
	hits := eachAnswer(func(r *crawl.Resource) *Hit {
		if !r.Listed || !unauthorized.Has(r.Exchange.Status) {
			return nil
		}
		return &Hit{Message: "is listed in a sitemap and answers 401"}
	})(f)
	told := map[string]bool{}
	for _, h := range hits {
		told[h.Address.Key] = true
	}
	named := eachCanonical(func(_ *crawl.Resource, to crawl.Address, e end) *Hit {
		if !unauthorized.Has(e.final.Status) || told[to.Key] {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("its canonical %s answers 401", to.Raw)}
	})(f)
	versions := eachAlternate(func(e end) string {
		if !unauthorized.Has(e.final.Status) || told[e.first.Address.Key] {
			return ""
		}
		return "answers 401"
	})(f)
	return append(append(hits, named...), versions...)
}

// More than one in leastGatewayShare answers, and leastGateways of them.
const (
	leastGateways     = 5
	leastGatewayShare = 200
)

func findGateways(f *Facts) []Hit {
	var first *crawl.Resource
	var hit Hit
	all := 0
	for r := range f.Site.All() {
		if r.Exchange == nil || !r.Exchange.Answered() {
			continue
		}
		all++
		if !gateways.Has(r.Exchange.Status) {
			continue
		}
		if first == nil {
			kept := *r
			first = &kept
		}
		hit.Count++
		hit.Examples = addExample(hit.Examples, r.Address.Raw)
	}
	if hit.Count < leastGateways || hit.Count*leastGatewayShare <= all {
		return nil
	}
	hit.Template, hit.Message = "/", fmt.Sprintf("%d of %d answers are 502 or 504", hit.Count, all)
	return []Hit{about(first, hit)}
}
