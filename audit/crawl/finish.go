package crawl

import (
	"slices"
	"strings"
	"sync"
)

// finish resolves what was collected.
func (b *builder) finish() *Page {
	if value := b.x.Header.Get("Refresh"); value != "" && b.page.Refresh == nil {
		b.page.Refresh = parseRefresh(value)
	}
	base := b.x.Address.Base()
	if b.hasBase {
		base = base.With(b.base)
	}
	if to, err := base.Resolve(b.canonical); b.canonical != "" && err == nil {
		b.page.Canonical = to.Raw
	}
	if r := b.page.Refresh; r != nil && r.To != "" {
		b.refs = append(b.refs, reference{role: RoleLink, element: "meta", attr: "content", value: r.To})
	}
	b.page.resolveAll(base, b.refs)
	b.finishIDs()
	if b.page.Text != "" {
		b.page.Words = strings.Count(b.page.Text, " ") + 1
		b.page.Sketch = sketchOf(b.x.Address, b.page)
	}
	return b.page
}

// resolver makes links of the references of one page. Resolving is the dear
// part, so a value is resolved once a page, whatever its fragment.
type resolver struct {
	known map[string]Address
	seen  map[linkID]int
}

type linkID struct {
	key  string
	role Role
}

var resolvers = sync.Pool{New: func() any { return &resolver{map[string]Address{}, map[linkID]int{}} }}

// largeResolver is above how many links the tables are not used again.
const largeResolver = 1000

func (p *Page) resolveAll(base Base, refs []reference) {
	r := resolvers.Get().(*resolver)
	p.Links = r.links(p, base, refs)
	if len(r.known) <= largeResolver {
		clear(r.known)
		clear(r.seen)
		resolvers.Put(r)
	}
}

// links resolves the references of a page, and notes on it those that are no
// address.
func (r *resolver) links(p *Page, base Base, refs []reference) (links []Link) {
	noFollow := p.NoFollow()
	for _, ref := range refs {
		if asksNothing(ref.value) {
			continue
		}
		to, first := r.resolve(base, ref.value)
		if first && to.Key == "" && len(p.Unread) < maxUnread {
			p.Unread = append(p.Unread, Link{Role: ref.role, Element: ref.element, Attr: ref.attr, Written: ref.value, Text: ref.text})
		}
		if to.Key == "" {
			continue
		}
		nofollow := ref.nofollow || noFollow
		id := linkID{to.Key, ref.role}
		if at, again := r.seen[id]; again {
			links[at].NoFollow = links[at].NoFollow && nofollow
			links[at].name(ref.fragment)
			continue
		}
		r.seen[id] = len(links)
		if links == nil {
			links = make([]Link, 0, min(len(refs), largeResolver))
		}
		links = append(links, Link{
			To: to, Role: ref.role, Element: ref.element, Attr: ref.attr,
			Written: ref.value, Text: ref.text, NoFollow: nofollow,
		})
		links[len(links)-1].name(ref.fragment)
	}
	for i := range links {
		slices.Sort(links[i].Fragments)
		links[i].Fragments = slices.Compact(links[i].Fragments)
	}
	return links
}

// resolve gives the zero Address for what is no address to ask.
func (r *resolver) resolve(base Base, ref string) (to Address, first bool) {
	plain, _, _ := strings.Cut(ref, "#")
	to, known := r.known[plain]
	if !known {
		to, _ = base.Resolve(plain)
		r.known[plain] = to
	}
	return to, !known
}
