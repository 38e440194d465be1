package upstream

import (
	"sync/atomic"
	"time"
)

// windowSeconds is how far back a window looks.
const windowSeconds = 10

// window sums two numbers over the last ten seconds. The zero value is empty.
// It takes no lock: a slot is emptied by whoever first meets its new second,
// and a number added in that very moment may be lost, which a budget can bear.
type window struct {
	slots [windowSeconds]slot
}

type slot struct {
	second atomic.Int64 // 1 for the first second of the pool's life; 0: never used
	a, b   atomic.Int64
}

func (w *window) add(now time.Duration, a, b int64) {
	second := int64(now/time.Second) + 1
	s := &w.slots[second%windowSeconds]
	if was := s.second.Load(); was != second && s.second.CompareAndSwap(was, second) {
		s.a.Store(0)
		s.b.Store(0)
	}
	if a != 0 {
		s.a.Add(a)
	}
	if b != 0 {
		s.b.Add(b)
	}
}

func (w *window) sums(now time.Duration) (a, b int64) {
	oldest := int64(now/time.Second) + 1 - windowSeconds
	for i := range w.slots {
		if s := &w.slots[i]; s.second.Load() > max(oldest, 0) {
			a += s.a.Load()
			b += s.b.Load()
		}
	}

	return a, b
}
