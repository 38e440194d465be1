package crawl

// maxShapes bounds the kinds of addresses that are told apart.
const maxShapes = 100000

// shapes keeps a crawl from taking more than some addresses of one kind. The
// zero shapes keep it from nothing.
type shapes struct {
	most  int
	of    func(Address) string
	taken map[string]int
	left  map[digest]struct{} // addresses that were kept out
}

func newShapes(most int, of func(Address) string) shapes {
	return shapes{most: most, of: of, taken: map[string]int{}, left: map[digest]struct{}{}}
}

// take counts an address; false when there are enough of its kind.
func (s *shapes) take(a Address, d digest) bool {
	if s.most <= 0 || s.of == nil {
		return true
	}
	shape := s.of(a)
	n, known := s.taken[shape]
	switch {
	case n >= s.most:
		if len(s.left) < maxLeft {
			s.left[d] = struct{}{}
		}
		return false
	case known || len(s.taken) < maxShapes:
		s.taken[shape] = n + 1
	}
	return true
}

// ShapesLeft counts the addresses that were kept out because there are enough of
// their kind.
func (f *Frontier) ShapesLeft() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.shapes.left)
}
