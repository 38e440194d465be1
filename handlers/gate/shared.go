package gate

import "sync"

// Shared is what the gates of all sites keep when a new configuration takes the
// place of the old one: switches, debts, lines. The zero value is ready. It is
// safe for concurrent use. It grows with the names in the configuration alone.
type Shared struct {
	mu       sync.Mutex
	switches map[string]*Switch
	tables   map[[2]string]*Table
	lines    map[string]*Lines
}

// Switch is the maintenance switch of a site.
func (s *Shared) Switch(site string) *Switch {
	s.mu.Lock()
	defer s.mu.Unlock()
	return entry(&s.switches, site, func() *Switch { return &Switch{} })
}

// Table is the memory of a site's limit.
func (s *Shared) Table(site, limit string) *Table {
	s.mu.Lock()
	defer s.mu.Unlock()
	return entry(&s.tables, [2]string{site, limit}, NewTable)
}

// Lines are the lines of a site's guard.
func (s *Shared) Lines(site string) *Lines {
	s.mu.Lock()
	defer s.mu.Unlock()
	return entry(&s.lines, site, func() *Lines { return &Lines{} })
}

func entry[K comparable, V any](m *map[K]*V, key K, make func() *V) *V {
	if v, ok := (*m)[key]; ok {
		return v
	}
	v := make()
	if *m == nil {
		*m = map[K]*V{}
	}
	(*m)[key] = v
	return v
}
