package crawl

import (
	"context"
	"sync"

	"github.com/cespare/xxhash/v2"
)

// Item is an address that waits to be asked.
type Item struct {
	Address Address
	Depth   int  // clicks from a seed
	Hops    int  // redirects that led here; such items do not count towards the limit
	Follow  bool // links of the page count
}

// maxLeft bounds how many of the addresses behind the limit are told apart.
const maxLeft = 1 << 20

// Frontier holds the addresses that wait, in the order of their depth, and
// remembers all that it ever saw. It is safe for concurrent use. This one is in
// memory and bounded by the number of addresses.
type Frontier struct {
	mu      sync.Mutex
	max     int // 0: no limit
	counted int
	seen    map[string]bool // key -> follow
	left    map[uint64]struct{}
	queue   []Item
	leased  int
	changed chan struct{}
}

// NewFrontier returns an empty frontier that takes a number of addresses, 0 for
// any number.
func NewFrontier(limit int) *Frontier {
	return &Frontier{max: limit, seen: map[string]bool{}, left: map[uint64]struct{}{}, changed: make(chan struct{})}
}

// Put adds an address unless it was seen before or the limit is reached.
// Upgraded reports that the address is known, but only now its links count.
func (f *Frontier) Put(item Item) (upgraded bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := item.Address.Key
	if follow, ok := f.seen[key]; ok {
		if item.Follow && !follow {
			f.seen[key] = true
			return true
		}
		return false
	}
	if item.Hops == 0 {
		if f.max > 0 && f.counted >= f.max {
			if len(f.left) < maxLeft {
				f.left[xxhash.Sum64String(key)] = struct{}{}
			}
			return false
		}
		f.counted++
	}
	f.seen[key] = item.Follow
	f.queue = append(f.queue, item)
	f.signal()
	return false
}

// Follows reports whether the links of an address count by now.
func (f *Frontier) Follows(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen[key]
}

// Lease waits for the next address. It returns false when nothing waits and
// nothing is under way that could add more, or the context has ended.
func (f *Frontier) Lease(ctx context.Context) (Item, bool) {
	for {
		item, ok, changed := f.take(ctx)
		if ok || changed == nil {
			return item, ok
		}
		select {
		case <-ctx.Done():
		case <-changed:
		}
	}
}

func (f *Frontier) take(ctx context.Context) (Item, bool, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case ctx.Err() != nil, len(f.queue) == 0 && f.leased == 0:
		return Item{}, false, nil
	case len(f.queue) == 0:
		return Item{}, false, f.changed
	}
	item := f.queue[0]
	f.queue[0] = Item{}
	f.queue = f.queue[1:]
	f.leased++
	return item, true, nil
}

// Done gives back a lease, after all that the address led to was put.
func (f *Frontier) Done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.leased--
	if f.leased == 0 && len(f.queue) == 0 {
		f.signal()
	}
}

func (f *Frontier) signal() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// Waiting counts the addresses that nobody asked yet, and Left those that the
// limit kept out.
func (f *Frontier) Waiting() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.queue)
}

// Left counts the addresses that the limit kept out.
func (f *Frontier) Left() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.left)
}
