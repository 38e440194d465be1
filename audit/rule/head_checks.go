package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// end is where an address leads: its own answer, that at the end of its
// redirects and the page there.
type end struct {
	first, final *crawl.Exchange
	page         *crawl.Page
}

// lead finds what an address inside the site answers, in the crawl or among the
// trials; false when nobody asked or no second answer agreed with an error.
func (f *Facts) lead(to crawl.Address, trials map[string]Trial) (end, bool) {
	if r := f.Site.Resource(to.Key); r != nil && r.Exchange != nil {
		last := f.Site.Chain(r).End()
		return end{r.Exchange, last.Exchange, last.Page}, f.settled(r) && f.settled(last)
	}
	t, ok := trials[to.Key]
	if !ok {
		return end{}, false
	}
	return end{t.First(), t.Final(), t.Page}, t.Sure() && t.Final().Unanswered() == ""
}

// trialsAt indexes the trials of one kind by the address asked.
func (f *Facts) trialsAt() map[string]Trial {
	out := map[string]Trial{}
	for _, t := range f.Trials {
		if t.Kind == TrialCanonical || t.Kind == TrialAlternate || t.Kind == TrialPaging {
			out[t.Asked.Key] = t
		}
	}
	return out
}

// trusted reports a page that is what it seems to be: neither a soft 404 nor a
// wall. What such pages say of themselves is not judged.
func (f *Facts) trusted(r *crawl.Resource) bool {
	o := f.Seen[r.Address.Key]
	return o == nil || o.Marker == "" && o.Failure == "" && o.Wall == "" && !o.Soft.Convincing()
}

// eachCanonical makes a check of a function that looks at where the canonical
// of one page leads.
func eachCanonical(find func(*crawl.Resource, crawl.Address, end) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		trials := f.trialsAt()
		var hits []Hit
		for r := range f.Site.All() {
			to, ok := canonicalOf(r, f)
			if !ok || to.Key == r.Address.Key || !f.Site.Scope.Has(to) {
				continue
			}
			e, known := f.lead(to, trials)
			if !known {
				continue
			}
			if hit := find(r, to, e); hit != nil {
				hit.Discriminator, hit.Final = "canonical", e.final
				hits = append(hits, about(r, *hit))
			}
		}
		return hits
	}
}

// canonicalOf is the canonical of a page with success.
func canonicalOf(r *crawl.Resource, f *Facts) (crawl.Address, bool) {
	if r.Page == nil || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
		return crawl.Address{}, false
	}
	o := f.Seen[r.Address.Key]
	if o == nil || o.Canonical == "" {
		return crawl.Address{}, false
	}
	base, err := crawl.NewBase(r.Address.Raw)
	if err != nil {
		return crawl.Address{}, false
	}
	written := o.Canonical
	if r.Page.Canonical != "" {
		written = r.Page.Canonical // resolved with the base element
	}
	to, err := base.Resolve(written)
	return to, err == nil
}

// leadsTo finds canonicals whose target ends in a set of statuses.
func leadsTo(set status.Set) func(*Facts) []Hit {
	return eachCanonical(func(_ *crawl.Resource, to crawl.Address, e end) *Hit {
		if e.final.Reason != "" || !set.Has(e.final.Status) {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("its canonical %s answers %s", to.Raw, e.final.Status)}
	})
}

var headChecks = []Check{
	{
		ID: "robots-meta-header-conflict", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A page and its header give other orders to crawlers",
		Why:   "The strictest directive wins, which may not be the one that was meant.",
		Fix:   "Give the directives in one place.",
		Docs:  []string{docMeta},
		Find:  findConflictingDirectives,
	},
	{
		ID: "noindex-sitewide", Group: "G", Severity: Error, Unit: PerSite, Class: 1,
		OverAll: []string{"error-page-noindex"}, // one cause
		Title:   "The site asks to be left out of the index",
		Why:     "The home page, or nearly every page, says noindex: the site disappears from search.",
		Fix:     "Remove the setting; it is often left over from a test system.",
		Docs:    []string{docMeta}, Bucket: "Excluded by noindex",
		Find: findSitewideNoindex,
	},
	{
		ID: "canonical-to-4xx", Group: "G", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A canonical leads to an error (4xx)", Bucket: bucketNotFound,
		Why:  "The page gives its place in the index to a page that is not there.",
		Fix:  "Name a final address that answers 200.",
		Docs: []string{docCanonical},
		Find: leadsTo(anyClientError),
	},
	{
		ID: "canonical-to-5xx", Group: "G", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A canonical leads to a server error (5xx)", Bucket: bucketServer,
		Why:  "The page gives its place in the index to a page that fails.",
		Fix:  "Repair the target.",
		Docs: []string{docCanonical},
		Find: leadsTo(anyServerError),
	},
	{
		ID: "canonical-to-redirect", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A canonical leads to a redirect",
		Why:   "The named address is not the one that can be indexed.",
		Fix:   "Name the final address.",
		Docs:  []string{docCanonical},
		Find: eachCanonical(func(_ *crawl.Resource, to crawl.Address, e end) *Hit {
			if where, _ := crawl.Location(e.first); where.Key == "" || !e.final.Status.IsSuccess() {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("its canonical %s redirects to %s", to.Raw, e.final.Address.Raw)}
		}),
	},
	{
		ID: "canonical-to-noindex", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A canonical leads to a page that is not to be indexed",
		Why:   "The one page points to the other, and that one refuses: neither is sure to be found.",
		Fix:   "Name a page that can be indexed.",
		Docs:  []string{docCanonical},
		Find: eachCanonical(func(r *crawl.Resource, to crawl.Address, e end) *Hit {
			if e.page == nil || !e.final.Status.IsSuccess() || !e.page.NoIndex() || r.Page.NoIndex() {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("its canonical %s says noindex", to.Raw)}
		}),
	},
	{
		ID: "canonical-not-http", Group: "G", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "A canonical that no search engine can reach",
		Why:   "Addresses such as file:// or localhost are left over from a build and mean nothing outside.",
		Fix:   "Name the public address, or none.",
		Docs:  []string{docCanonical},
		Find:  findPrivateCanonicals,
	},
	{
		ID: "canonical-loop", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "Two pages name each other as canonical",
		Why:   "Search engines ignore both.",
		Fix:   "Choose one of them.",
		Docs:  []string{docCanonical},
		Find:  findCanonicalLoops,
	},
	{
		ID: "hreflang-to-non-200", Group: "G", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A version in another language is an error",
		Why:   "Search engines ignore the group of languages that an error belongs to.",
		Fix:   "List only final addresses that answer 200.",
		Docs:  []string{docLanguages},
		Find: eachAlternate(func(e end) string {
			if !e.final.Broken() {
				return ""
			}
			return "answers " + outcome(e.final)
		}),
	},
	{
		ID: "hreflang-to-redirect", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A version in another language has moved",
		Why:   "Search engines want the final address of each version, and may ignore the others.",
		Fix:   "Name the final address.",
		Docs:  []string{docLanguages},
		Find: eachAlternate(func(e end) string {
			if where, _ := crawl.Location(e.first); where.Key == "" || !e.final.Status.IsSuccess() {
				return ""
			}
			return "redirects to " + e.final.Address.Raw
		}),
	},
	{
		ID: "hreflang-to-noindex", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A version in another language is not to be indexed",
		Why:   "The page leads readers of that language to one that search engines may not show.",
		Fix:   "Let the version be indexed, or do not name it.",
		Docs:  []string{docLanguages},
		Find: eachAlternate(func(e end) string {
			if e.page == nil || !e.final.Status.IsSuccess() || !e.page.NoIndex() {
				return ""
			}
			return "says noindex"
		}),
	},
}

// opposites are directives that cannot both be meant.
var opposites = [][2]string{{"index", "noindex"}, {"follow", "nofollow"}, {"all", "none"}, {"all", "noindex"}, {"index", "none"}}

func findConflictingDirectives(f *Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		o := f.Seen[r.Address.Key]
		header := r.Exchange.Header.Get("X-Robots-Tag")
		if o == nil || len(o.Meta) == 0 || header == "" || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
			return nil
		}
		var sent []string
		for value := range strings.SplitSeq(strings.ToLower(header), ",") {
			sent = append(sent, strings.TrimSpace(value))
		}
		for _, pair := range opposites {
			for _, side := range [2][2]string{pair, {pair[1], pair[0]}} {
				if slices.Contains(o.Meta, side[0]) && slices.Contains(sent, side[1]) {
					return &Hit{Message: fmt.Sprintf("the page says %s and the header %s: the stricter one counts", side[0], side[1])}
				}
			}
		}
		return nil
	})(f)
}

func findSitewideNoindex(f *Facts) []Hit {
	pages, hidden := 0, 0
	var first *crawl.Resource
	for r := range f.Site.All() {
		if r.Page == nil || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
			continue
		}
		pages++
		if !r.Page.NoIndex() {
			continue
		}
		hidden++
		if first == nil || r.Address.Path() == "/" {
			kept := *r
			first = &kept
		}
	}
	if first == nil {
		return nil
	}
	home := first.Address.Path() == "/" && first.HasRole(crawl.RoleSeed)
	if !home && (pages < fewPages || 10*hidden <= 9*pages || !f.Whole()) {
		return nil
	}
	return []Hit{about(first, Hit{Template: "/", Count: hidden, Message: fmt.Sprintf("%d of %d pages say noindex", hidden, pages)})}
}

// findPrivateCanonicals reports each kind of place once: a build writes them
// all alike.
func findPrivateCanonicals(f *Facts) []Hit {
	var g grouped
	for r := range f.Site.All() {
		o := f.Seen[r.Address.Key]
		if o == nil || o.Canonical == "" || r.Page == nil || !plainOK.Has(r.Exchange.Status) || !private(o.Canonical, r.Address) {
			continue
		}
		g.add(r, kindOf(r.Address), Hit{
			Template: PathTemplate(dirPath(r.Address)), Match: o.Canonical,
			Message: fmt.Sprintf("the canonical cannot be reached from outside: %s", o.Canonical),
		})
	}
	return g.hits
}

// private reports a canonical of another scheme than the web's, or on the
// machine that built the page.
func private(canonical string, page crawl.Address) bool {
	scheme, _, found := strings.Cut(canonical, ":")
	if found && !strings.ContainsAny(scheme, "/?#.") && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return !localPort(canonical)
	}
	a, err := crawl.ParseAddress(canonical)
	return err == nil && a.Host != page.Host && (crawl.AllLoopback([]crawl.Address{a}) || crawl.IsLocalName(a.Hostname()))
}

// localPort reports a name with a port and no scheme, which is a relative
// reference that went wrong in another way.
func localPort(canonical string) bool {
	_, rest, _ := strings.Cut(canonical, ":")
	return rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

func findCanonicalLoops(f *Facts) []Hit {
	next := map[string]crawl.Address{}
	for r := range f.Site.All() {
		if to, ok := canonicalOf(r, f); ok && to.Key != r.Address.Key {
			next[r.Address.Key] = to
		}
	}
	var hits []Hit
	for r := range f.Site.All() {
		to, ok := next[r.Address.Key]
		if !ok {
			continue
		}
		if back, ok := next[to.Key]; ok && back.Key == r.Address.Key {
			hits = append(hits, about(r, Hit{Discriminator: "canonical", Message: fmt.Sprintf("it names %s, which names it in turn", to.Raw)}))
		}
	}
	return hits
}

// eachAlternate makes a check of a function that says what is wrong with the
// end of a version in another language; empty when nothing is.
func eachAlternate(wrong func(end) string) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		trials := f.trialsAt()
		var hits []Hit
		for _, n := range f.Alternates {
			e, known := f.lead(n.To, trials)
			if !known {
				continue
			}
			says := wrong(e)
			if says == "" {
				continue
			}
			hits = append(hits, Hit{
				Address: n.To, First: e.first, Final: e.final, Discriminator: "hreflang",
				Sources: []crawl.Source{{Page: n.Page.Raw, Role: "hreflang", Element: "hreflang", Attr: "href", Written: n.To.Raw}},
				Message: "is named as a version in another language and " + says,
			})
		}
		return hits
	}
}
