package rule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Bounds of the share of pages that give their place to the home page.
const (
	canonicalHomes        = 3
	canonicalHomesPercent = 20
)

var signalChecks = []Check{
	{
		ID: "robots-meta-contradiction", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A page says both index and noindex",
		Why:   "The strictest directive wins, so the page is left out of the index.",
		Fix:   "Keep one directive; often two programs write one each.",
		Docs:  []string{docMeta}, Bucket: "Excluded by noindex",
		Find: findContradictions,
	},
	{
		ID: "unavailable-after-past", Group: "G", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "A page is past the date that it gives for its end",
		Why:   "Search engines no longer show it, and keep asking for it.",
		Fix:   "Answer 404 or 410, or give a later date.",
		Docs:  []string{docMeta},
		Find:  findExpired,
	},
	{
		ID: "canonical-to-blocked", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A canonical leads to a page that robots.txt forbids",
		Why:   "Search engines cannot read the page that shall stand for this one.",
		Fix:   "Allow the target, or name a page that may be read.",
		Docs:  []string{docCanonical, docRobots}, Bucket: bucketBlocked,
		Find: findBlockedCanonicals,
	},
	{
		ID: "canonical-to-soft404", Group: "G", Severity: Warning, Unit: PerURL, Class: 3,
		Title: "A canonical leads to a soft 404",
		Why:   "The page gives its place in the index to one that says that nothing is there.",
		Fix:   "Name a real page.",
		Docs:  []string{docCanonical, docIndexing}, Bucket: bucketSoft404,
		Find: func(f *Facts) []Hit {
			return eachCanonical(func(_ *crawl.Resource, to crawl.Address, e end) *Hit {
				last := f.Site.Resource(e.final.Address.Key)
				if last == nil || !e.final.Status.IsSuccess() || f.trusted(last) || f.Seen[last.Address.Key].Wall != "" {
					return nil
				}
				return &Hit{Confidence: Likely, Message: fmt.Sprintf("its canonical %s is a soft 404", to.Raw)}
			})(f)
		},
	},
	{
		ID: "canonical-chain", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A canonical leads to a page with another canonical",
		Why:   "Search engines may ignore both, and choose by themselves.",
		Fix:   "Name the last address.",
		Docs:  []string{docCanonical},
		Find:  findCanonicalChains,
	},
	{
		ID: "canonical-to-home", Group: "G", Severity: Warning, Unit: PerSite, Class: 2,
		Title: "Many pages name the home page as their canonical",
		Why:   "They ask search engines to leave them out in favour of the home page.",
		Fix:   "Let each page name itself.",
		Docs:  []string{docCanonical},
		Find:  findHomeCanonicals,
	},
	{
		ID: "hreflang-to-noncanonical", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A version in another language names another page as its canonical",
		Why:   "Search engines want the canonical address of each version, and may ignore the others.",
		Fix:   "Name the canonical address.",
		Docs:  []string{docLanguages, docCanonical},
		Find:  findCopiedVersions,
	},
	{
		ID: "hreflang-to-blocked", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A version in another language is forbidden by robots.txt",
		Why:   "Search engines cannot see that the versions belong together.",
		Fix:   "Allow the version.",
		Docs:  []string{docLanguages, docRobots}, Bucket: bucketBlocked,
		Find: findBlockedVersions,
	},
}

// indexing are the directives about the index that cannot both be meant.
var indexing = [][2]string{{"index", "noindex"}, {"all", "none"}, {"all", "noindex"}, {"index", "none"}}

// Contradicts reports directives of one place that cannot all be meant.
func Contradicts(directives []string) bool {
	return slices.ContainsFunc(indexing, func(pair [2]string) bool {
		return slices.Contains(directives, pair[0]) && slices.Contains(directives, pair[1])
	})
}

func findContradictions(f *Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		o := f.Seen[r.Address.Key]
		if r.Page == nil || o == nil || !Contradicts(o.Meta) || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
			return nil
		}
		said := strings.Join(o.Meta, ", ")
		return &Hit{Match: said, Message: fmt.Sprintf("its robots directives are %q: the stricter one counts", said)}
	})(f)
}

const untilDirective = "unavailable_after:"

// untilForms are the ways in which dates are written: RFC 822, RFC 850 and ISO
// 8601, as Google names them, and what is common beside them.
var untilForms = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04MST", "2006-01-02 15:04:05", "2006-01-02", time.RFC1123, time.RFC1123Z, time.RFC850,
	time.RFC822, time.RFC822Z, "2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700", "2-Jan-2006 15:04:05 MST", "2-Jan-2006 15:04:05 -0700",
	"Monday, 2-Jan-2006 15:04:05 MST", "2 Jan 2006", "2-Jan-2006",
}

// zoneDoubt is how far a zone that is only named may be from UTC.
const zoneDoubt = 24 * time.Hour

// until reads the date behind which a page is not to be shown. A comma may have
// split the date in two.
func until(directives []string) (time.Time, bool) {
	for i, d := range directives {
		value, ok := strings.CutPrefix(d, untilDirective)
		if !ok {
			continue
		}
		forms := []string{value}
		if i+1 < len(directives) {
			forms = append(forms, value+", "+directives[i+1])
		}
		for _, form := range forms {
			for _, layout := range untilForms {
				if at, err := time.Parse(layout, strings.ToUpper(strings.TrimSpace(form))); err == nil {
					return at, true
				}
			}
		}
	}
	return time.Time{}, false
}

func findExpired(f *Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		if r.Page == nil || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
			return nil
		}
		at, ok := until(r.Page.Directives)
		if !ok || r.Exchange.At.Sub(at) < zoneDoubt {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("was to be shown until %s, and still answers 200", at.Format(time.DateOnly))}
	})(f)
}

func findBlockedCanonicals(f *Facts) []Hit {
	g := newGate(f)
	var hits []Hit
	for r := range f.Site.All() {
		to, ok := canonicalOf(r, f)
		if !ok || to.Key == r.Address.Key || !f.settled(r) {
			continue
		}
		if by, forbidden := g.forbids(to); forbidden {
			hits = append(hits, about(r, Hit{
				Discriminator: "canonical", Match: lineOf(by), Message: fmt.Sprintf("its canonical %s is forbidden by %q", to.Raw, lineOf(by)),
			}))
		}
	}
	return hits
}

// canonicals are the pages that name another page of the site, by key.
func canonicals(f *Facts) map[string]crawl.Address {
	next := map[string]crawl.Address{}
	for r := range f.Site.All() {
		if to, ok := canonicalOf(r, f); ok && to.Key != r.Address.Key && f.Site.Scope.Has(to) {
			next[r.Address.Key] = to
		}
	}
	for _, t := range f.Trials {
		if t.Page == nil || t.Page.Canonical == "" || !plainOK.Has(t.First().Status) {
			continue
		}
		if to, err := crawl.ParseAddress(t.Page.Canonical); err == nil && to.Key != t.Asked.Key && f.Site.Scope.Has(to) {
			next[t.Asked.Key] = to
		}
	}
	return next
}

// findCanonicalChains leaves out circles, which have a check of their own.
func findCanonicalChains(f *Facts) []Hit {
	next := canonicals(f)
	var hits []Hit
	for r := range f.Site.All() {
		second, named := next[r.Address.Key]
		third, goesOn := next[second.Key]
		if !named || !goesOn || r.Exchange == nil || third.Key == r.Address.Key || next[third.Key].Key == second.Key {
			continue
		}
		hits = append(hits, about(r, Hit{
			Discriminator: "canonical", Message: fmt.Sprintf("its canonical %s names %s as its own", second.Raw, third.Raw),
		}))
	}
	return hits
}

// findHomeCanonicals counts pages; a share needs the whole site.
func findHomeCanonicals(f *Facts) []Hit {
	if !f.Whole() {
		return nil
	}
	pages := 0
	var hits []Hit
	for r := range f.Site.All() {
		if r.Page == nil || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) || homes.MatchString(r.Address.Path()) {
			continue
		}
		pages++
		to, ok := canonicalOf(r, f)
		if !ok || to.Host != r.Address.Host || to.PathQuery() != "/" {
			continue
		}
		if hits == nil {
			hits = append(hits, about(r, Hit{Template: "/"}))
		}
		hits[0].Count++
		hits[0].Examples = addExample(hits[0].Examples, r.Address.Raw)
	}
	if hits == nil || hits[0].Count < canonicalHomes || 100*hits[0].Count <= canonicalHomesPercent*pages {
		return nil
	}
	hits[0].Message = fmt.Sprintf("%d of %d pages name the home page as their canonical", hits[0].Count, pages)
	return hits
}

func findCopiedVersions(f *Facts) []Hit {
	next := canonicals(f)
	trials := f.trialsAt()
	var hits []Hit
	for _, n := range f.Alternates {
		to, other := next[n.To.Key]
		e, known := f.lead(n.To, trials)
		if !other || !known || !plainOK.Has(e.first.Status) {
			continue
		}
		hits = append(hits, versionHit(n, e.first, fmt.Sprintf("is named as a version in another language and names %s as its canonical", to.Raw)))
	}
	return hits
}

func findBlockedVersions(f *Facts) []Hit {
	g := newGate(f)
	var hits []Hit
	for _, n := range f.Alternates {
		by, forbidden := g.forbids(n.To)
		if !forbidden {
			continue
		}
		var first *crawl.Exchange
		if r := f.Site.Resource(n.To.Key); r != nil {
			first = r.Exchange
		}
		hits = append(hits, versionHit(n, first, fmt.Sprintf("is named as a version in another language, and %q forbids it", lineOf(by))))
	}
	return hits
}

func versionHit(n Named, first *crawl.Exchange, message string) Hit {
	return Hit{
		Address: n.To, First: first, Discriminator: "hreflang", Message: message,
		Sources: []crawl.Source{{Page: n.Page.Raw, Role: "hreflang", Element: "hreflang", Attr: "href", Written: n.To.Raw}},
	}
}
