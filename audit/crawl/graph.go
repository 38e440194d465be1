package crawl

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
)

// digest is the identity of an address in memory: its Key, hashed, so that
// nobody can choose two that collide.
type digest [16]byte

func digestOf(key string) digest {
	sum := sha256.Sum256([]byte(key))
	return digest(sum[:16])
}

// graph numbers the addresses of the site and writes what is learned of them
// into the journal. In memory stay some 80 bytes an address.
type graph struct {
	mu      sync.Mutex
	journal Journal
	ids     map[digest]uint32
	nodes   []node
	roles   []Role  // each that was met; its bit in node.roles is its place
	depths  []int32 // clicks from the seeds, when all is known
	outer   outsideLinks
	err     error        // of the journal; the first one
	folder  string       // for the copy
	copy    *orderedCopy // of a large site
	listing sync.Mutex
	lists   map[uint16][]Role // by their bits
	heads   lastHead
}

// node is what memory keeps of an address.
type node struct {
	at    int64 // record of the answer; before, the one that introduced the address
	total uint32
	roles uint16
	done  bool
	plain bool // it answered with success, and leads nowhere
}

func newGraph(j Journal, folder string) *graph {
	return &graph{journal: j, folder: folder, ids: map[digest]uint32{}, outer: outsideLinks{ids: map[digest]uint32{}}}
}

// id numbers an address. A new one is written into the step.
func (g *graph) id(a Address, d digest, s *step) uint32 {
	id, known := g.ids[d]
	if known {
		return id
	}
	if len(s.Head.New) == 0 {
		s.Head.First = uint32(len(g.nodes))
	}
	n := named{Raw: a.Raw}
	if a.Key != a.Raw {
		n.Key = a.Key
	}
	s.Head.New = append(s.Head.New, n)
	id = uint32(len(g.nodes))
	g.ids[d] = id
	g.nodes = append(g.nodes, node{at: -1})
	return id
}

// count takes an edge into the sums of its target.
func (g *graph) count(e edge) {
	n := &g.nodes[e.To]
	n.total++
	n.roles |= 1 << g.roleBit(e.Role)
}

// roleBit finds the place of a role. There are few; should there ever be more
// than fit, the rest share the last bit.
func (g *graph) roleBit(r Role) int {
	at := slices.Index(g.roles, r)
	if at < 0 {
		at = len(g.roles)
		g.roles = append(g.roles, r)
	}
	return min(at, 15)
}

// write puts a step into the journal and remembers where its addresses are.
func (g *graph) write(s *step) int64 {
	at, err := g.journal.Append(s.bytes())
	if err != nil && g.err == nil {
		g.err = fmt.Errorf("keep what was crawled: %w", err)
	}
	g.place(s, at)
	return at
}

func (g *graph) place(s *step, at int64) {
	for i := range s.Head.New {
		g.nodes[s.Head.First+uint32(i)].at = at
	}
	if s.Answer != nil {
		n := &g.nodes[s.Answer.ID]
		n.at, n.done, n.plain = at, true, s.Answer.Exchange.isPlain()
	}
}

// step reads a record.
func (g *graph) step(at int64, into coded) error {
	record, err := g.journal.Read(at)
	if err != nil {
		return err
	}
	return decode(record, into)
}

// address reads the address behind a number; the zero Address when its record
// is damaged.
func (g *graph) address(id uint32) Address {
	g.mu.Lock()
	n := g.nodes[id]
	g.mu.Unlock()
	return g.addressAt(n, id)
}

func (g *graph) addressAt(n node, id uint32) Address {
	if !n.done {
		head := g.head(n.at)
		if int(id-head.First) >= len(head.New) {
			return Address{}
		}
		return head.New[id-head.First].address()
	}
	var s answerStart
	if g.step(n.at, &s) != nil || s.Answer == nil {
		return Address{}
	}
	return s.Answer.Exchange.Address
}

// lastHead is the head of a record that was read last: those who wait for their
// turn come in the order in which records introduced them, some from each.
type lastHead struct {
	mu   sync.Mutex
	at   int64
	head *stepHead
}

// head reads the head of a record; an empty one when it is damaged.
func (g *graph) head(at int64) *stepHead {
	g.heads.mu.Lock()
	defer g.heads.mu.Unlock()
	if g.heads.head == nil || g.heads.at != at {
		head := &stepHead{}
		if g.step(at, head) != nil {
			return &stepHead{}
		}
		g.heads.at, g.heads.head = at, head
	}
	return g.heads.head
}

// resource reads all that is known of an address, but for its sources.
func (g *graph) resource(id uint32) *Resource {
	n := g.nodes[id]
	if n.done {
		var s answerStart
		if err := g.step(n.at, &s); err != nil || s.Answer == nil {
			return &Resource{Total: int(n.total), Roles: g.rolesOf(n.roles)}
		}
		return g.described(id, s.Answer)
	}
	return g.described(id, &answer{Exchange: &Exchange{Address: g.addressAt(n, id)}})
}

// described is what is known of an address that has this answer.
func (g *graph) described(id uint32, a *answer) *Resource {
	n := g.nodes[id]
	r := &Resource{Address: a.Exchange.Address, Total: int(n.total), Roles: g.rolesOf(n.roles)}
	r.Listed = r.HasRole(RoleSitemap)
	if !n.done {
		return r
	}
	r.Exchange, r.Page, r.Depth, r.To, r.Fault = a.Exchange, a.Page, a.Depth, a.To, a.Fault
	if r.Page != nil {
		r.Page.IDs = nil // they have done their work
	}
	if depth := g.depths[id]; depth != unreached {
		r.Depth = int(depth)
	}
	return r
}

// rolesOf lists roles by name. Those who have the same share a list.
func (g *graph) rolesOf(bits uint16) []Role {
	g.listing.Lock()
	defer g.listing.Unlock()
	if list, known := g.lists[bits]; known {
		return list
	}
	var list []Role
	for bit, role := range g.roles[:min(len(g.roles), 16)] {
		if bits>>bit&1 == 1 {
			list = append(list, role)
		}
	}
	slices.Sort(list)
	if g.lists == nil {
		g.lists = map[uint16][]Role{}
	}
	g.lists[bits] = list
	return list
}

// isPlain reports an answer of success.
func (x *Exchange) isPlain() bool { return x.Reason == "" && x.Status.IsSuccess() }
