package audit

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

const (
	probeDirs  = 20 // directories beside the root
	fullDirs   = 100
	probePages = 3 // pages that make a directory worth a probe
	probeDepth = 4
	probeHops  = 10
)

func drawNames() (names [2]string, err error) {
	for i := range names {
		var b [12]byte
		if _, err := rand.Read(b[:]); err != nil {
			return names, fmt.Errorf("draw names of probes: %w", err)
		}
		names[i] = hex.EncodeToString(b[:])
	}
	return names, nil
}

// place is where made-up names are tried.
type place struct {
	template string
	dir      string              // address before the name
	shape    string              // of the name; %s stands for it
	name     func(string) string // makes another name of it; nil: as it is
	form     string              // of that other name, to be shown
	accept   string              // other than the crawl's own
	query    bool                // the name is the value of a parameter
	child    bool                // the name stands below a page
}

// planProbes chooses the places: the root and the directories with most pages,
// each with a bare name and with the extension that its pages have; and a
// script, as catch-alls treat files differently. At the full level, each other
// shape of names follows. No place is tried twice.
func planProbes(site *crawl.Site, level ProbeLevel) []place {
	if level == ProbeOff {
		return nil
	}
	var out []place
	for _, root := range rootsOf(site) {
		out = append(out, place{template: "/", dir: root + "/", shape: "%s"})
		out = append(out, place{template: "/assets/", dir: root + "/assets/", shape: "%s.js"})
	}
	dirs := directories(site)
	for _, d := range dirs[:min(len(dirs), probeDirs)] {
		if d.template != "/" {
			out = append(out, place{template: d.template, dir: d.dir, shape: "%s"})
		}
		if d.ext != "" {
			out = append(out, place{template: d.template, dir: d.dir, shape: "%s" + d.ext})
		}
	}
	if level == ProbeFull {
		out = append(out, planFull(site, dirs)...)
	}
	return distinct(out)
}

// planFull adds what only the full level tries.
func planFull(site *crawl.Site, dirs []*directory) []place {
	out := planLanguages(site)
	for i, d := range dirs[:min(len(dirs), fullDirs)] {
		if i >= probeDirs {
			out = append(out, place{template: d.template, dir: d.dir, shape: "%s" + d.ext})
		}
		for _, shape := range fullShapes {
			if p := shape(d); p.dir != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

func distinct(places []place) []place {
	type spot struct {
		dir, shape, accept string
		renamed            bool
	}
	seen := map[spot]bool{}
	return slices.DeleteFunc(places, func(p place) bool {
		s := spot{p.dir, p.shape, p.accept, p.name != nil}
		known := seen[s]
		seen[s] = true
		return known
	})
}

// rootsOf are the origins of the seeds that answered.
func rootsOf(site *crawl.Site) []string {
	var roots []string
	for _, seed := range site.Seeds {
		r := site.Resource(seed.Key)
		if r == nil || r.Exchange == nil || !r.Exchange.Answered() {
			continue
		}
		end := site.Chain(r).End()
		if end.Exchange.Answered() && !slices.Contains(roots, end.Address.Origin()) {
			roots = append(roots, end.Address.Origin())
		}
	}
	return roots
}

type directory struct {
	template, dir, ext string
	pages              int
	exts               map[string]int
	kinds              map[string]int // of the last segments
	page               string         // the first page without an ending
	json               bool           // something here answers JSON
	keys               []string       // addresses up to the value that selects a record
	records            map[string]map[string]bool
}

// take counts in one answer of the directory.
func (d *directory) take(r *crawl.Resource) {
	path := r.Address.Path()
	if r.Page == nil {
		d.json = true
		return
	}
	d.pages++
	d.exts[extensionOf(path)]++
	name := path[strings.LastIndexByte(path, '/')+1:]
	d.kinds[strings.TrimSuffix(rule.PathTemplate(name), extensionOf(path))]++
	if d.page == "" && name != "" && extensionOf(path) == "" && !strings.Contains(r.Address.Raw, "?") {
		d.page = r.Address.Raw
	}
	if key := recordKey(r); key != "" && len(d.records) < maxRepresentatives {
		if d.records[key] == nil {
			d.records[key] = map[string]bool{}
		}
		if d.records[key][r.Exchange.Hash] = true; len(d.records[key]) == probePages {
			d.keys = append(d.keys, key)
		}
	}
}

// directories groups the pages by the template of their parent, best filled
// first. The smallest directory of a template stands for all.
func directories(site *crawl.Site) []*directory {
	byTemplate := map[string]*directory{}
	for r := range site.All() {
		if r.Exchange == nil || !r.Exchange.Status.IsSuccess() || r.Page == nil && !strings.HasSuffix(r.Exchange.MediaType(), "json") {
			continue
		}
		dir := dirOf(r.Address.Path())
		if strings.Count(dir, "/") > probeDepth+1 {
			continue
		}
		key := r.Address.Origin() + rule.PathTemplate(dir)
		d := byTemplate[key]
		if d == nil {
			d = &directory{
				template: rule.PathTemplate(dir), dir: r.Address.Origin() + dir,
				exts: map[string]int{}, kinds: map[string]int{}, records: map[string]map[string]bool{},
			}
			byTemplate[key] = d
		}
		d.take(r)
	}
	var out []*directory
	for _, d := range byTemplate {
		if d.pages >= probePages || d.json {
			d.ext = commonest(d.exts)
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *directory) int {
		return cmp.Or(cmp.Compare(b.pages, a.pages), cmp.Compare(a.dir, b.dir))
	})
	return out
}

func extensionOf(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 6 {
		return name[i:]
	}
	return ""
}

func commonest(counts map[string]int) string {
	best := ""
	for ext, n := range counts {
		if m := counts[best]; n > m || n == m && ext < best {
			best = ext
		}
	}
	return best
}

// probe tries two made-up names at each place. It returns the pairs that could
// be asked, the error pages met, and how many pairs could not be asked.
func probe(ctx context.Context, a asker, places []place, names [2]string) (pairs []rule.Probe, pages []*rule.ErrorPage, left int) {
	type result struct {
		probe rule.Probe
		pages []*rule.ErrorPage
		asked bool
	}
	results := make([]result, len(places))
	turn := make(chan struct{}, askers)
	var all sync.WaitGroup
	for i, p := range places {
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			r := result{probe: rule.Probe{Template: p.template, Shape: p.describe(), Child: p.child, Query: p.query}, asked: true}
			for n, name := range names {
				answer, seen := follow(ctx, a, p, name)
				r.probe.Asked[n] = answer
				r.pages = append(r.pages, seen...)
				r.asked = r.asked && answer.Final().Unanswered() == ""
			}
			results[i] = r
		})
	}
	all.Wait()
	for _, r := range results {
		pages = append(pages, r.pages...)
		if !r.asked {
			left++
			continue
		}
		pairs = append(pairs, r.probe)
	}
	return pairs, pages, left
}

// describe shows a shape below the template of its place.
func (p place) describe() string {
	random := fmt.Sprintf(p.shape, cmp.Or(p.form, "{random}"))
	switch _, query, _ := strings.Cut(p.dir, "?"); {
	case p.query:
		return "?" + query + random
	case p.child:
		return "{page}/" + random
	case p.accept != "":
		return random + " as JSON"
	}
	return random
}

// follow asks for one made-up name and goes after its redirects.
func follow(ctx context.Context, a asker, p place, name string) (rule.ProbeAnswer, []*rule.ErrorPage) {
	if p.name != nil {
		name = p.name(name)
	}
	header := http.Header{"X-Signpost-Probe": {"1"}}
	if p.accept != "" {
		header.Set("Accept", p.accept)
	}
	answer := rule.ProbeAnswer{Name: name, InQuery: p.query}
	next, err := crawl.ParseAddress(p.dir + fmt.Sprintf(p.shape, name))
	if err != nil {
		answer.Hops = []*crawl.Exchange{{Reason: crawl.BadLocation, Cause: err.Error()}}
		return answer, nil
	}
	for range probeHops + 1 {
		x, page := a.Ask(ctx, crawl.Question{Address: next, Header: header})
		answer.Hops, answer.Page = append(answer.Hops, x), page
		to, _ := crawl.Location(x)
		if to.Key == "" {
			break
		}
		next = to
	}
	last := answer.Final()
	var seen []*rule.ErrorPage
	if e := rule.ReadErrorPage(crawl.Visit{Exchange: last, Page: answer.Page}); e != nil {
		e.Probed = true
		seen = append(seen, e)
	}
	last.Body = nil
	if answer.Page != nil {
		answer.Maintenance = rule.SaysMaintenance(answer.Page)
		answer.Page.Links, answer.Page.Unread, answer.Page.Text = nil, nil, ""
	}
	return answer, seen
}
