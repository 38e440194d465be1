package upstream

import (
	"errors"
	"io"
	"sync"
)

// errTakenBack is what an attempt reads that has outlived its end.
var errTakenBack = errors.New("the body belongs to another attempt")

// lentBody is the body of a request, lent to one attempt. The transport closes
// it when there is no connection; unread, it can be taken back for the next
// attempt all the same. Once read it cannot: nobody has kept what was read.
// A nil *lentBody is the body of a request that has none.
type lentBody struct {
	body io.ReadCloser

	mu      sync.Mutex
	read    bool
	taken   bool // => !read
	settled bool // there is no further attempt
	closed  bool // by the attempt
}

// Read reads from the body, unless it was taken back.
func (b *lentBody) Read(p []byte) (int, error) {
	if !b.beginRead() {
		return 0, errTakenBack
	}

	return b.body.Read(p)
}

func (b *lentBody) beginRead() bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.read = b.read || !b.taken

	return !b.taken
}

// Close closes the body when it cannot be of use to another attempt.
func (b *lentBody) Close() error {
	b.mu.Lock()
	b.closed = true
	forGood := !b.taken && (b.read || b.settled)
	b.mu.Unlock()

	if !forGood {
		return nil
	}

	return b.body.Close()
}

func (b *lentBody) isRead() bool {
	if b == nil {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.read
}

// takeBack takes an unread body from its attempt.
func (b *lentBody) takeBack() bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()

	b.taken = !b.read

	return b.taken
}

// settle leaves the body to its attempt, the last one.
func (b *lentBody) settle() {
	if b == nil {
		return
	}
	b.mu.Lock()
	b.settled = true
	late := b.closed && !b.read
	b.mu.Unlock()

	if late {
		_ = b.body.Close()
	}
}

// drop closes a body that was taken back and has no further attempt.
func (b *lentBody) drop() {
	if b != nil {
		_ = b.body.Close()
	}
}
