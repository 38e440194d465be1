package crawl

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Seeds lead to 0; 0 to 1 and, by a longer way that came first, to 3; 2 redirects
// to 3. Nothing leads to 5.
func TestTheDepthIsThatOfTheShortestWay(t *testing.T) {
	link := func(to uint32) edge { return edge{To: to, Role: RoleLink} }
	steps := []struct {
		id       uint32
		document bool
		edges    []edge
	}{
		{edges: []edge{{To: 0, Role: RoleSeed}}},
		{1, true, []edge{link(4)}},
		{4, true, []edge{link(3), link(0)}},
		{0, true, []edge{link(1), link(2)}},
		{2, true, []edge{{To: 3, Role: RoleTarget}}},
		{5, true, []edge{link(0)}},
	}
	want := []int32{0, 1, 1, 1, 2, unreached}
	for range 50 {
		rand.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
		d := depthFinder{from: make([]span, len(want))}
		for _, s := range steps {
			d.add(s.id, s.document, s.edges)
		}
		if got := d.find(); !slices.Equal(got, want) {
			t.Fatalf("in the order %v: depths %v, want %v", steps, got, want)
		}
	}
}
