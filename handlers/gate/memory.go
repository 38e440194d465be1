package gate

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

const (
	measureEvery = 100 * time.Millisecond
	highPercent  = 90 // of the memory limit
)

// watermark remembers for a moment whether too much memory is held.
type watermark struct {
	asked atomic.Int64
	above atomic.Bool
}

// high measures at most ten times a second; all others go by the last answer.
func (m *watermark) high(memory Memory, now time.Time) bool {
	last := m.asked.Load()
	age := now.UnixNano() - last
	if (age < 0 || age >= int64(measureEvery)) && m.asked.CompareAndSwap(last, now.UnixNano()) {
		held, limit := memory.Held()
		m.above.Store(limit > 0 && held > limit/100*highPercent)
	}
	return m.above.Load()
}

// processMemory measures this process against its GOMEMLIMIT.
type processMemory struct {
	mu      sync.Mutex
	samples [2]metrics.Sample
}

func newProcessMemory() *processMemory {
	m := &processMemory{}
	// What the last collection left alive and the stacks. The size of the heap
	// would be simpler, but with a limit it swings up to that limit between two
	// collections, however little is alive.
	m.samples[0].Name = "/gc/heap/live:bytes"
	m.samples[1].Name = "/memory/classes/heap/stacks:bytes"
	return m
}

// Held implements Memory.
func (m *processMemory) Held() (held, limit uint64) {
	most := debug.SetMemoryLimit(-1) // reads it
	if most <= 0 || most == math.MaxInt64 {
		return 0, 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	metrics.Read(m.samples[:])
	for i := range m.samples {
		if m.samples[i].Value.Kind() == metrics.KindUint64 {
			held += m.samples[i].Value.Uint64()
		}
	}
	return held, uint64(most)
}
