package handlers

import (
	"container/list"
	"hash/maphash"
	"sync"
	"time"
)

// readOutcome is what the last GET of an address got in the place of a conflict.
type readOutcome uint8

const (
	gotConflict readOutcome = iota // the conflict itself
	gotCopy
	gotWait // 503
)

// maxReads is how many addresses are remembered; the one that was not asked for
// the longest is forgotten first.
const maxReads = 1 << 16

// readMemory remembers the addresses whose reads end in conflicts. It is safe
// for concurrent use, lives in memory only, and never exceeds maxReads.
type readMemory struct {
	seed  maphash.Seed
	mu    sync.Mutex
	known map[uint64]*list.Element
	order list.List // the newest in front
}

// protectedRead is one address.
type protectedRead struct {
	key     uint64
	outcome readOutcome
	since   time.Time // when the 503 began; zero: it gets none
}

func newReadMemory() *readMemory {
	return &readMemory{seed: maphash.MakeSeed(), known: map[uint64]*list.Element{}}
}

func (m *readMemory) key(ex *exchange) uint64 {
	var h maphash.Hash
	h.SetSeed(m.seed)
	for _, part := range []string{ex.site.name, siteHost(ex.in), ex.in.URL.EscapedPath(), ex.in.URL.RawQuery} {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// note remembers what a GET gets, and returns for how long the address has been
// put off with 503.
func (m *readMemory) note(ex *exchange, outcome readOutcome) time.Duration {
	now, key := time.Now(), m.key(ex)
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.at(key)
	r.outcome = outcome
	if outcome != gotWait {
		r.since = time.Time{}
		return 0
	}
	if r.since.IsZero() {
		r.since = now
	}
	return now.Sub(r.since)
}

// giveUp remembers that the address gets its conflict again. It was put off for
// too long, and stays so until it has answered well once.
func (m *readMemory) giveUp(ex *exchange) {
	key := m.key(ex)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at(key).outcome = gotConflict
}

// at returns the place of an address; the lock is held.
func (m *readMemory) at(key uint64) *protectedRead {
	if e := m.known[key]; e != nil {
		m.order.MoveToFront(e)
		return e.Value.(*protectedRead)
	}
	if m.order.Len() >= maxReads {
		oldest := m.order.Back()
		delete(m.known, m.order.Remove(oldest).(*protectedRead).key)
	}
	r := &protectedRead{key: key}
	m.known[key] = m.order.PushFront(r)
	return r
}

// last is what the last GET of the address got.
func (m *readMemory) last(ex *exchange) readOutcome {
	key := m.key(ex)
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.known[key]; e != nil {
		return e.Value.(*protectedRead).outcome
	}
	return gotConflict
}

// forget drops an address that has answered well.
func (m *readMemory) forget(ex *exchange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) == 0 {
		return
	}
	key := m.key(ex)
	if e := m.known[key]; e != nil {
		m.order.Remove(e)
		delete(m.known, key)
	}
}
