package gate

import (
	"hash/maphash"
	"sync"
)

const (
	shards       = 64
	maxPerShard  = 1024 // keys; 65,536 a table, about 3 MB
	evictionLook = 8    // keys looked at to make room for one
)

// Table remembers the debts of the clients of one limit. It is bounded: where
// it is full, a client without debt makes room, else the one that owes least,
// so that the busiest stay known. Keys are kept as a keyed hash, so that a dump
// of the memory shows no address and nobody can choose keys that collide. It is
// safe for concurrent use.
type Table struct {
	seed   maphash.Seed
	shards [shards]shard
}

type shard struct {
	mu   sync.Mutex
	paid map[uint64]int64
}

// NewTable returns an empty table.
func NewTable() *Table {
	t := &Table{seed: maphash.MakeSeed()}
	for i := range t.shards {
		t.shards[i].paid = map[uint64]int64{}
	}
	return t
}

// Len is the number of clients remembered.
func (t *Table) Len() int {
	n := 0
	for i := range t.shards {
		s := &t.shards[i]
		s.mu.Lock()
		n += len(s.paid)
		s.mu.Unlock()
	}
	return n
}

// take charges one request to a key.
func (t *Table) take(key uint64, r rate, now int64) grant {
	s := &t.shards[key%shards]
	s.mu.Lock()
	defer s.mu.Unlock()

	before, known := s.paid[key]
	after, g := r.take(before, now)
	if !known {
		s.makeRoom(now)
	}
	s.paid[key] = after
	return g
}

// makeRoom evicts one of a few keys when the shard is full. A map is walked
// from a random place, so the few are a sample.
func (s *shard) makeRoom(now int64) {
	if len(s.paid) < maxPerShard {
		return
	}
	var victim uint64
	least, looked := int64(0), 0
	for key, paid := range s.paid {
		if looked == 0 || paid < least {
			victim, least = key, paid
		}
		if looked++; paid <= now || looked == evictionLook {
			break
		}
	}
	delete(s.paid, victim)
}
