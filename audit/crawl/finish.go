package crawl

import (
	"slices"
	"strings"
)

// finish resolves what was collected.
func (b *builder) finish() *Page {
	if value := b.x.Header.Get("Refresh"); value != "" && b.page.Refresh == nil {
		b.page.Refresh = parseRefresh(value)
	}
	base, err := NewBase(b.x.Address.Raw)
	if err != nil {
		return b.page
	}
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

// resolveAll makes links of references. Resolving is the dear part, so a value
// is resolved once a page, whatever its fragment.
func (p *Page) resolveAll(base Base, refs []reference) {
	type pair struct {
		key  string
		role Role
	}
	known := make(map[string]Address, len(refs)/4+1)
	seen := make(map[pair]int, len(refs)/4+1)
	noFollow := p.NoFollow()
	var links []Link
	for _, ref := range refs {
		if asksNothing(ref.value) {
			continue
		}
		plain, _, _ := strings.Cut(ref.value, "#")
		to, ok := known[plain]
		if !ok {
			to, _ = base.Resolve(plain) // the zero Address: no address to ask
			known[plain] = to
			if to.Key == "" && len(p.Unread) < maxUnread {
				p.Unread = append(p.Unread, Link{Role: ref.role, Element: ref.element, Attr: ref.attr, Written: ref.value, Text: ref.text})
			}
		}
		if to.Key == "" {
			continue
		}
		nofollow := ref.nofollow || noFollow
		id := pair{to.Key, ref.role}
		if at, again := seen[id]; again {
			links[at].NoFollow = links[at].NoFollow && nofollow
			links[at].name(ref.fragment)
			continue
		}
		seen[id] = len(links)
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
	p.Links = links
}
