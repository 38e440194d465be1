package lastgood

import (
	"container/list"
	"slices"
	"time"
)

// maxVariants is how many answers of one address are kept.
const maxVariants = 8

// entry is a copy in its place.
type entry struct {
	key     string
	names   []string // fields of Vary
	variant string
	copy    Copy
	weight  int64
	proven  bool            // came at least twice
	saved   time.Time       // Validated, as it went to the disk
	named   map[string]bool // sitemaps, of a robots.txt

	ring *ring
	at   *list.Element
}

// ring is a list of entries, the one that came last in front.
type ring struct {
	list  list.List
	bytes int64
}

func (r *ring) push(e *entry) {
	e.ring, e.at = r, r.list.PushFront(e)
	r.bytes += e.weight
}

func (r *ring) drop(e *entry) {
	r.list.Remove(e.at)
	r.bytes -= e.weight
	e.ring, e.at = nil, nil
}

func (r *ring) last() *entry {
	if at := r.list.Back(); at != nil {
		return at.Value.(*entry)
	}
	return nil
}

// shelf holds entries within a number of bytes. Pages that came once stand
// apart, so that a visitor who asks for endless new addresses cannot push out
// the pages that the site lives on; nor can pages push out robots.txt.
type shelf struct {
	limit  int64
	index  map[string][]*entry // by key, the newest first
	fresh  ring                // pages that came once
	proven ring                // pages that came again
	fixed  ring                // robots.txt and sitemaps
}

func newShelf(limit int64) *shelf { return &shelf{limit: limit, index: map[string][]*entry{}} }

func (s *shelf) bytes() int64 { return s.fresh.bytes + s.proven.bytes + s.fixed.bytes }

func (s *shelf) len() int { return s.fresh.list.Len() + s.proven.list.Len() + s.fixed.list.Len() }

func (s *shelf) variants(key string) []*entry { return s.index[key] }

func (s *shelf) find(key, variant string) *entry {
	for _, e := range s.index[key] {
		if e.variant == variant {
			return e
		}
	}
	return nil
}

// put adds an entry, in the place of the same variant, and returns those that
// had to go for it.
func (s *shelf) put(e *entry) (gone []*entry) {
	e.weight = e.copy.weight(e.key)
	if e.copy.Subject == Robots {
		e.named = sitemapsNamed(e.copy)
	}
	if old := s.find(e.key, e.variant); old != nil {
		s.remove(old)
	}
	s.index[e.key] = slices.Insert(s.index[e.key], 0, e)
	s.ringOf(e).push(e)
	if all := s.index[e.key]; len(all) > maxVariants {
		gone = append(gone, s.remove(all[maxVariants]))
	}
	for s.fixed.bytes > s.limit/share {
		gone = append(gone, s.remove(s.fixed.last()))
	}
	for s.bytes() > s.limit {
		gone = append(gone, s.remove(s.leastWanted()))
	}
	return gone
}

// restore adds an entry from the disk behind those that are there already;
// false when the room is full. What has outlived a restart counts as proven.
func (s *shelf) restore(e *entry) bool {
	e.weight = e.copy.weight(e.key)
	if s.bytes()+e.weight > s.limit || len(s.index[e.key]) >= maxVariants {
		return false
	}
	if e.copy.Subject == Robots {
		e.named = sitemapsNamed(e.copy)
	}
	e.proven = true
	s.index[e.key] = append(s.index[e.key], e)
	r := s.ringOf(e)
	e.ring, e.at = r, r.list.PushBack(e)
	r.bytes += e.weight
	return true
}

// share is the part of the room that robots.txt and sitemaps may take, and that
// new pages keep for themselves: one eighth each.
const share = 8

// leastWanted is the entry to go when the room is full.
func (s *shelf) leastWanted() *entry {
	e := s.fresh.last()
	if e == nil || s.fresh.bytes <= s.limit/share {
		if old := s.proven.last(); old != nil {
			return old
		}
	}
	if e == nil {
		return s.fixed.last()
	}
	return e
}

func (s *shelf) ringOf(e *entry) *ring {
	switch {
	case !e.copy.Subject.isPage():
		return &s.fixed
	case e.proven:
		return &s.proven
	}
	return &s.fresh
}

func (s *shelf) remove(e *entry) *entry {
	e.ring.drop(e)
	all := slices.DeleteFunc(s.index[e.key], func(x *entry) bool { return x == e })
	if len(all) == 0 {
		delete(s.index, e.key)
		return e
	}
	s.index[e.key] = all
	return e
}

// renew puts a copy with the same body into an entry, which has come again.
func (s *shelf) renew(e *entry, c Copy) {
	e.ring.drop(e)
	e.copy, e.proven = c, true
	e.weight = c.weight(e.key)
	s.ringOf(e).push(e)
	if all := s.index[e.key]; all[0] != e {
		all = slices.DeleteFunc(all, func(x *entry) bool { return x == e })
		s.index[e.key] = slices.Insert(all, 0, e)
	}
}

func (s *shelf) olderThan(t time.Time) (out []*entry) {
	for _, all := range s.index {
		for _, e := range all {
			if e.copy.Validated.Before(t) {
				out = append(out, e)
			}
		}
	}
	return out
}

// all lists every entry, those that would go first at the end.
func (s *shelf) all() (out []*entry) {
	for _, r := range []*ring{&s.fixed, &s.proven, &s.fresh} {
		for at := r.list.Front(); at != nil; at = at.Next() {
			out = append(out, at.Value.(*entry))
		}
	}
	return out
}
