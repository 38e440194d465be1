package rule

import (
	"fmt"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
)

var sitemapAnswerChecks = []Check{
	{
		ID: "sitemap-url-blocked", Group: "H", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A sitemap lists a page that a rule of robots.txt is written against",
		Why:   "The rule forbids this one page, and the sitemap asks to fetch it.",
		Fix:   "Take the page out of the sitemap, or allow it.",
		Docs:  []string{docSitemaps, docRobots}, Bucket: bucketBlocked,
		Find: blocked(func(r *crawl.Resource, by robots.Rule) bool { return r.Listed && namesOne(by) }, "is listed in a sitemap and robots.txt forbids it"),
	},
	{
		ID: "sitemap-url-noncanonical", Group: "H", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A sitemap lists a page that names another as its canonical",
		Why:   "The sitemap asks to index the one address and the page the other.",
		Fix:   "List the canonical.",
		Docs:  []string{docSitemaps, docCanonical}, Bucket: "Alternate page with proper canonical",
		Find: findListedCopies,
	},
	{
		ID: "sitemap-missing", Group: "H", Severity: Notice, Unit: PerSite, Class: 5,
		Title: "There is no sitemap",
		Why:   "Search engines learn of new pages by links alone.",
		Fix:   "Write a sitemap and name it in robots.txt.",
		Docs:  []string{docSitemaps},
		Find:  findNoSitemap,
	},
	{
		ID: "sitemap-redirect", Group: "H", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A sitemap is redirected",
		Why:   "Not every search engine follows, and an address outside of the site may not count.",
		Fix:   "Serve the file at the address that is named.",
		Docs:  []string{docSitemaps},
		Find: func(f *Facts) []Hit {
			hits := eachSitemap(func(s *crawl.Sitemap) *Hit {
				if s.Moved == nil || !s.Exchange.Status.IsSuccess() {
					return nil
				}
				return &Hit{Final: s.Exchange, Message: fmt.Sprintf("is named and redirects to %s", s.Exchange.Address.Raw)}
			})(f)
			for i := range hits {
				at := slices.IndexFunc(f.Site.Sitemaps, func(s *crawl.Sitemap) bool { return s.Address.Key == hits[i].Address.Key })
				hits[i].First = f.Site.Sitemaps[at].Moved
			}
			return hits
		},
	},
	{
		ID: "sitemap-blocked", Group: "H", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "robots.txt forbids a sitemap",
		Why:   "Crawlers that keep to the rules do not read the list.",
		Fix:   "Allow the file.",
		Docs:  []string{docSitemaps, docRobots}, Bucket: bucketBlocked,
		Find: func(f *Facts) []Hit {
			g := newGate(f)
			return eachSitemap(func(s *crawl.Sitemap) *Hit {
				by, forbidden := g.forbids(s.Address)
				if !forbidden {
					return nil
				}
				return &Hit{Match: lineOf(by), Message: fmt.Sprintf("is named, and %q forbids it", lineOf(by))}
			})(f)
		},
	},
	{
		ID: "sitemap-html", Group: "H", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A sitemap is a web page",
		Why:   "Search engines find no address in it.",
		Fix:   "Serve the file, as XML or text.",
		Docs:  []string{docSitemaps},
		Find: eachSitemap(func(s *crawl.Sitemap) *Hit {
			if !s.IsPage || !s.Exchange.Status.IsSuccess() || s.Exchange.Reason != "" {
				return nil
			}
			return &Hit{Message: "is named and answers success with HTML"}
		}),
	},
	{
		ID: "sitemap-too-large", Group: "H", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A sitemap is too large",
		Why:   "Search engines read 50,000 addresses or 50 MB of a file, or refuse it.",
		Fix:   "Split it, and name the parts in an index.",
		Docs:  []string{docSitemaps},
		Find: eachSitemap(func(s *crawl.Sitemap) *Hit {
			if !s.TooLarge {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("has more than %d addresses or %d MB", crawl.MaxSitemapLocs, crawl.MaxSitemapBytes>>20)}
		}),
	},
	{
		ID: "sitemap-empty", Group: "H", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A sitemap lists nothing",
		Why:   "Mostly the program that writes it has failed.",
		Fix:   "Fill it, or answer 404 and take its name out.",
		Docs:  []string{docSitemaps},
		Find: eachSitemap(func(s *crawl.Sitemap) *Hit {
			if s.Locs > 0 || s.Err != nil || s.IsPage || s.TooLarge || !plainOK.Has(s.Exchange.Status) || s.Exchange.Reason != "" {
				return nil
			}
			return &Hit{Message: "is named, answers 200 and lists no address"}
		}),
	},
}

// findListedCopies leaves out canonicals that lead nowhere: those have findings
// of their own.
func findListedCopies(f *Facts) []Hit {
	return eachCanonical(func(r *crawl.Resource, to crawl.Address, e end) *Hit {
		if !r.Listed || !e.final.Status.IsSuccess() {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("is listed in a sitemap and names %s as its canonical", to.Raw)}
	})(f)
}

// findNoSitemap speaks when the usual places were tried, and every answer says
// that nothing is there.
func findNoSitemap(f *Facts) []Hit {
	if len(f.Site.Sitemaps) == 0 || len(f.Site.Seeds) == 0 || len(f.Maintenance) > 0 {
		return nil // nobody looked, or the site takes a pause
	}
	for _, file := range f.Site.Robots {
		if file.Unreachable() || len(file.Answer.File().Sitemaps()) > 0 {
			return nil
		}
	}
	for _, s := range f.Site.Sitemaps {
		x := s.Exchange
		missing := x != nil && x.Answered() && x.Unanswered() == "" && s.Kind == crawl.NoSitemap && !x.Status.IsServerError()
		if s.Named || !missing || s.TooLarge {
			return nil
		}
	}
	first := f.Site.Sitemaps[0]
	at := slices.IndexFunc(f.Site.Sitemaps, func(s *crawl.Sitemap) bool { return s.Address.Path() == "/sitemap.xml" })
	if at >= 0 {
		first = f.Site.Sitemaps[at]
	}
	return []Hit{{
		Address: f.Site.Seeds[0], First: first.Exchange, Template: "/", Sources: []crawl.Source{},
		Message: fmt.Sprintf("robots.txt names none, and the usual places hold none: %s answers %s", first.Address.PathQuery(), outcome(first.Exchange)),
	}}
}
