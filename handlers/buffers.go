package handlers

import "sync"

// copyBytes is what one step of a passing body moves.
const copyBytes = 32 << 10

// buffers lends the proxy the memory for copying bodies. All are of one size,
// so what it keeps is bounded by the bodies in flight.
type buffers struct{ pool sync.Pool }

// Get lends a buffer.
func (b *buffers) Get() []byte {
	if p, ok := b.pool.Get().(*[copyBytes]byte); ok {
		return p[:]
	}
	return new([copyBytes]byte)[:]
}

// Put takes a buffer back.
func (b *buffers) Put(p []byte) { b.pool.Put((*[copyBytes]byte)(p)) }
