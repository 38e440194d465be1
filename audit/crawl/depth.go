package crawl

import "math"

// depthFinder measures the shortest way from the seeds and sitemaps to each
// address, in clicks; a redirect is none. The links of the crawl come in the
// order of arrival, which differs from run to run; the shortest ways do not.
// It takes four bytes a link and eight an address.
type depthFinder struct {
	links []hop
	from  []span // by document
	roots []hop
}

// span is where the links of one document are.
type span struct{ start, count uint32 }

// hop is a link: the number of its target, and whether it is a redirect.
type hop uint32

func newHop(e edge) hop {
	h := hop(e.To) << 1
	if e.Role == RoleTarget {
		h |= 1
	}
	return h
}

func (h hop) to() uint32     { return uint32(h >> 1) }
func (h hop) redirect() bool { return h&1 == 1 }

// add takes in the links of a document; those of no document begin ways.
func (d *depthFinder) add(id uint32, document bool, edges []edge) {
	if !document {
		for _, e := range edges {
			d.roots = append(d.roots, newHop(e))
		}
		return
	}
	if len(edges) > 0 {
		d.from[id] = span{uint32(len(d.links)), uint32(len(edges))}
	}
	for _, e := range edges {
		d.links = append(d.links, newHop(e))
	}
}

// unreached is the depth of what no way leads to.
const unreached = math.MaxInt32

// find goes through the addresses click by click.
func (d *depthFinder) find() []int32 {
	depths := make([]int32, len(d.from))
	for i := range depths {
		depths[i] = unreached
	}
	var now, next []uint32
	reach := func(h hop, depth int32, list []uint32) []uint32 {
		if depths[h.to()] <= depth {
			return list
		}
		depths[h.to()] = depth
		return append(list, h.to())
	}
	for _, h := range d.roots {
		now = reach(h, 0, now)
	}
	for depth := int32(0); len(now) > 0; depth++ {
		for i := 0; i < len(now); i++ { // redirects make it longer
			if depths[now[i]] < depth {
				continue // a redirect of the click before led here too
			}
			at := d.from[now[i]]
			for _, h := range d.links[at.start : at.start+at.count] {
				if h.redirect() {
					now = reach(h, depth, now)
				} else {
					next = reach(h, depth+1, next)
				}
			}
		}
		now, next = next, now[:0]
	}
	return depths
}
