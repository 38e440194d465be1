package crawl

import (
	"cmp"
	"slices"
	"sync"
)

// MaxSources is how many of the places that name an address are kept.
const MaxSources = 10

// Source is a place that names an address.
type Source struct {
	Page    string // absolute address of the document or sitemap; empty for a seed
	Role    Role
	Element string
	Attr    string
	Written string
	Text    string
	order   int
}

// Resource is an address of the site with what was learned about it.
type Resource struct {
	Address  Address
	Depth    int
	Exchange *Exchange // nil when the address was not asked
	Page     *Page     // of an HTML answer; without Links and Text after the visit
	To       Address   // where a redirect leads
	Fault    string    // what is wrong with the redirect's Location
	Listed   bool      // in a sitemap
	Sources  []Source  // the first MaxSources by document, then place
	Total    int       // of all sources
	Roles    []Role    // each once, in the order of the names
}

// HasRole reports that some source wants the address in this role.
func (r *Resource) HasRole(role Role) bool { return slices.Contains(r.Roles, role) }

// Moves reports an answer that leads to another address.
func (r *Resource) Moves() bool { return r.To.Key != "" }

// graph collects resources and their sources from many workers. What it keeps
// does not depend on the order of arrival.
type graph struct {
	mu        sync.Mutex
	resources map[string]*Resource
	external  map[string]int // addresses outside of the site, with their sources
}

// maxExternal bounds how many addresses outside of the site are told apart.
const maxExternal = 100000

func newGraph() *graph {
	return &graph{resources: map[string]*Resource{}, external: map[string]int{}}
}

func (g *graph) outside(a Address) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, known := g.external[a.Key]; known || len(g.external) < maxExternal {
		g.external[a.Key]++
	}
}

func (g *graph) at(a Address) *Resource {
	r := g.resources[a.Key]
	if r == nil {
		r = &Resource{Address: a}
		g.resources[a.Key] = r
	}
	return r
}

// mention notes a place that names an address.
func (g *graph) mention(a Address, s Source) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.at(a)
	r.Total++
	if s.Role == RoleSitemap {
		r.Listed = true
	}
	if at, known := slices.BinarySearch(r.Roles, s.Role); !known {
		r.Roles = slices.Insert(r.Roles, at, s.Role)
	}
	at, _ := slices.BinarySearchFunc(r.Sources, s, bySource)
	if at >= MaxSources {
		return
	}
	r.Sources = slices.Insert(r.Sources, at, s)
	r.Sources = r.Sources[:min(len(r.Sources), MaxSources)]
}

func bySource(a, b Source) int {
	return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.order, b.order), cmp.Compare(a.Role, b.Role))
}

// answer notes what an address answered.
func (g *graph) answer(item Item, x *Exchange, p *Page) *Resource {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.at(item.Address)
	r.Exchange, r.Page, r.Depth = x, p, item.Depth
	if x.Reason == "" {
		r.To, r.Fault = Location(x)
	}
	return r
}
