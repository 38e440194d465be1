package lastgood

import "sync/atomic"

// budget bounds the bytes that are held at the same time.
type budget struct {
	limit   int64
	used    atomic.Int64
	refused atomic.Uint64
}

// take reserves n bytes, or none.
func (b *budget) take(n int64) bool {
	if b.used.Add(n) > b.limit {
		b.used.Add(-n)
		b.refused.Add(1)
		return false
	}
	return true
}

func (b *budget) give(n int64) { b.used.Add(-n) }
