package crawl

import (
	"cmp"
	"slices"
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
	Sources  []Source  // the first MaxSources by document, then place; on a very large site only of what did not answer 2xx
	Total    int       // of all sources
	Roles    []Role    // each once, in the order of the names
}

// HasRole reports that some source wants the address in this role.
func (r *Resource) HasRole(role Role) bool { return slices.Contains(r.Roles, role) }

// Moves reports an answer that leads to another address.
func (r *Resource) Moves() bool { return r.To.Key != "" }

func bySource(a, b Source) int {
	return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.order, b.order), cmp.Compare(a.Role, b.Role))
}

// insertSource keeps the first MaxSources in their order.
func insertSource(list []Source, s Source) []Source {
	at, _ := slices.BinarySearchFunc(list, s, bySource)
	if at >= MaxSources {
		return list
	}
	list = slices.Insert(list, at, s)
	return list[:min(len(list), MaxSources)]
}
