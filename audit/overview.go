package audit

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// TemplateTally counts the answers of one kind of page.
type TemplateTally struct {
	Template string         `json:"template"` // empty: all further kinds together
	URLs     int            `json:"urls"`
	ByClass  map[string]int `json:"by_class"` // and "unverified"
}

// DepthTally counts the addresses that lie as many clicks from a seed.
type DepthTally struct {
	Depth int `json:"depth"`
	URLs  int `json:"urls"`
}

// URLRow is what is known of one address.
type URLRow struct {
	URL, Outcome  string
	Status        int
	Reason        crawl.Reason
	Type          string
	Bytes         int64
	Took          time.Duration
	Depth, Links  int // clicks from a seed; places that name it
	Canonical     string
	Template      string
	Listed        bool // in a sitemap
	ETag          string
	LastModified  string
	RetryAfter    string
	NotIndexable  string // why a search engine would not list it; empty when it would
	RobotsBlocked bool
}

// maxTallies bounds the kinds of pages that are told apart in a report.
const maxTallies = 200

// overview counts addresses by kind and depth, and remembers which were
// reached.
func (out *Report) overview(f *rule.Facts, list bool) {
	tallies, parts, depths := map[string]*TemplateTally{}, map[string]*TemplateTally{}, map[int]int{}
	var reached []string
	for r := range f.Site.All() {
		if r.Exchange == nil {
			continue
		}
		template, class := rule.Template(r.Address), classOf(r.Exchange)
		if doubtful(f, r) != "" {
			class = "unverified"
		} else {
			reached = append(reached, r.Address.Raw)
		}
		count(tallies, template, class)
		count(parts, rule.PathTemplate(dirOf(r.Address.Path())), class)
		depths[r.Depth]++
		if list {
			out.URLs = append(out.URLs, rowOf(f, r, template))
		}
	}
	out.Templates, out.Sections, out.Reached = mostUsed(tallies), mostUsed(parts), KeysOf(reached...)
	out.Depths = []DepthTally{}
	for _, depth := range slices.Sorted(maps.Keys(depths)) {
		out.Depths = append(out.Depths, DepthTally{Depth: depth, URLs: depths[depth]})
	}
}

func count(tallies map[string]*TemplateTally, template, class string) {
	t := tallies[template]
	if t == nil {
		t = &TemplateTally{Template: template, ByClass: map[string]int{}}
		tallies[template] = t
	}
	t.URLs++
	t.ByClass[class]++
}

// mostUsed keeps the kinds with most addresses and sums up the rest.
func mostUsed(tallies map[string]*TemplateTally) []TemplateTally {
	all := make([]TemplateTally, 0, len(tallies))
	for _, t := range tallies {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b TemplateTally) int {
		return cmp.Or(-cmp.Compare(a.URLs, b.URLs), cmp.Compare(a.Template, b.Template))
	})
	if len(all) <= maxTallies {
		return all
	}
	rest := TemplateTally{ByClass: map[string]int{}}
	for _, t := range all[maxTallies:] {
		rest.URLs += t.URLs
		for class, n := range t.ByClass {
			rest.ByClass[class] += n
		}
	}
	return append(all[:maxTallies:maxTallies], rest)
}

func rowOf(f *rule.Facts, r *crawl.Resource, template string) URLRow {
	x := r.Exchange
	row := URLRow{
		URL: r.Address.Raw, Outcome: outcomeName(f, r), Status: int(x.Status), Reason: doubtful(f, r), Bytes: x.Size, Took: x.Took,
		Depth: r.Depth, Links: r.Total, Template: template, Listed: r.Listed, RobotsBlocked: x.Reason == crawl.RobotsBlocked,
	}
	if row.Reason == "" {
		row.Reason = x.Reason
	}
	if x.Answered() {
		row.Type, row.ETag = x.MediaType(), x.Header.Get("ETag")
		row.LastModified, row.RetryAfter = x.Header.Get("Last-Modified"), x.Header.Get("Retry-After")
	}
	row.Canonical, row.NotIndexable = indexing(r)
	return row
}

// indexing says which address a page names as its own, and what keeps a search
// engine from listing it.
func indexing(r *crawl.Resource) (canonical, obstacle string) {
	if r.Page != nil {
		canonical = r.Page.Canonical
	}
	switch x := r.Exchange; {
	case x.Reason != "":
		obstacle = string(x.Reason)
	case r.Moves():
		obstacle = "redirect"
	case !x.Status.IsSuccess():
		obstacle = "status " + x.Status.String()
	case r.Page != nil && r.Page.NoIndex():
		obstacle = "noindex"
	case canonical != "" && canonical != r.Address.Raw:
		obstacle = "canonical is another address"
	}
	return canonical, obstacle
}
