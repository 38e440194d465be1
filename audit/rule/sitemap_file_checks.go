package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// eachSitemap makes a check of a function that looks at one sitemap file which
// robots.txt or an index names. A place that was only guessed proves nothing.
func eachSitemap(find func(*crawl.Sitemap) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for _, file := range f.Site.Sitemaps {
			if !file.Named || file.Exchange == nil {
				continue
			}
			if hit := find(file); hit != nil {
				hit.Address, hit.First = file.Address, file.Exchange
				hits = append(hits, *hit)
			}
		}
		return hits
	}
}

var sitemapFileChecks = []Check{
	{
		ID: "sitemap-not-200", Group: "H", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A sitemap that is named is not there",
		Why:   "Search engines learn nothing of the pages that it should list.",
		Fix:   "Serve the file with 200, or take its name out.",
		Docs:  []string{docSitemaps},
		Find: func(f *Facts) []Hit {
			return eachSitemap(func(s *crawl.Sitemap) *Hit {
				if !s.Exchange.Broken() || !f.Sitemaps[s.Address.Key] {
					return nil
				}
				return &Hit{Message: fmt.Sprintf("is named and answers %s", outcome(s.Exchange))}
			})(f)
		},
	},
	{
		ID: "sitemap-invalid", Group: "H", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A sitemap cannot be read",
		Why:   "Search engines skip the file, or what stands behind the fault.",
		Fix:   "Correct the place that is named.",
		Docs:  []string{docSitemaps},
		Find: func(f *Facts) []Hit {
			return eachSitemap(func(s *crawl.Sitemap) *Hit {
				if s.Err == nil || s.IsPage || !plainOK.Has(s.Exchange.Status) || s.Exchange.Reason != "" {
					return nil
				}
				return &Hit{Match: s.Err.Error(), Message: fmt.Sprintf("cannot be read: %s", s.Err)}
			})(f)
		},
	},
	{
		ID: "sitemap-url-noindex", Group: "H", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A sitemap lists a page that is not to be indexed", Bucket: "Excluded by noindex",
		Why:  "The one asks to index the page and the other forbids it.",
		Fix:  "Take the page out of the sitemap, or its noindex off.",
		Docs: []string{docSitemaps},
		Find: func(f *Facts) []Hit {
			return eachAnswer(func(r *crawl.Resource) *Hit {
				if !r.Listed || r.Page == nil || !r.Page.NoIndex() || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
					return nil
				}
				return &Hit{Discriminator: string(crawl.RoleSitemap), Message: "is listed in a sitemap and says noindex"}
			})(f)
		},
	},
	{
		ID: "sitemap-url-soft404", Group: "H", Severity: Error, Unit: PerURL, Class: 3, Bucket: bucketSoft404,
		Title: "A sitemap lists a soft 404",
		Why:   "A sitemap that lists pages which are none is trusted less.",
		Fix:   "Take the address out.",
		Docs:  []string{docSitemaps, docIndexing},
		Find: func(f *Facts) []Hit {
			return eachAnswer(func(r *crawl.Resource) *Hit {
				if !r.Listed || !plainOK.Has(r.Exchange.Status) || f.trusted(r) || f.Seen[r.Address.Key].Wall != "" {
					return nil
				}
				return &Hit{Confidence: Likely, Discriminator: string(crawl.RoleSitemap), Message: "is listed in a sitemap, answers 200, and is a soft 404"}
			})(f)
		},
	},
	{
		ID: "orphan-page", Group: "J", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "No link leads to a page",
		Why:   "Only the sitemap names it: people do not find it, and search engines give it little weight.",
		Fix:   "Link the page, or retire it.",
		Docs:  []string{docLinks},
		Find:  findOrphans,
	},
}

// findOrphans needs the whole site: the link may stand on a page that was not
// seen.
func findOrphans(f *Facts) []Hit {
	if !f.Whole() {
		return nil
	}
	for _, r := range f.Site.Robots {
		if r.Unreachable() {
			return nil
		}
	}
	return eachAnswer(func(r *crawl.Resource) *Hit {
		if !r.Listed || r.Page == nil || r.Page.NoIndex() || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
			return nil
		}
		if r.HasRole(crawl.RoleLink) || r.HasRole(crawl.RoleSeed) || r.HasRole(crawl.RoleTarget) || r.HasRole(crawl.RoleMedia) {
			return nil
		}
		return &Hit{Message: "is listed in a sitemap, and no page links to it"}
	})(f)
}
