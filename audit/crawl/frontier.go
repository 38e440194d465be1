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
	id      uint32
	seed    bool   // it is asked however many of its kind there are
	digest  digest // of the address
}

const (
	maxLeft = 1 << 20 // of the addresses behind the limit, so many are told apart
	window  = 4096    // waiting addresses that are held; of those behind only the number is
)

// Frontier holds the addresses that wait, in the order of their depth, and
// remembers all that it ever saw. It is safe for concurrent use.
type Frontier struct {
	mu      sync.Mutex
	max     int // 0: no limit
	counted int
	seen    map[digest]bool // follow
	left    map[uint64]struct{}
	queue   []Item
	far     []farItem // behind the queue, when load can bring their addresses back
	load    func(id uint32) Address
	shapes  shapes
	leased  int
	stopped bool
	idle    int // waiting for changed
	changed chan struct{}
}

// farItem is an Item whose address can be had by its number.
type farItem struct {
	id          uint32
	depth, hops int32
	follow      bool
}

// NewFrontier returns an empty frontier that takes a number of addresses, 0 for
// any number.
func NewFrontier(limit int) *Frontier {
	return &Frontier{max: limit, seen: map[digest]bool{}, left: map[uint64]struct{}{}, changed: make(chan struct{})}
}

// Put adds an address unless it was seen before or the limit is reached.
// Upgraded reports that the address is known, but only now its links count.
func (f *Frontier) Put(item Item) (upgraded bool) {
	item.digest = digestOf(item.Address.Key)
	_, upgraded = f.put(item)
	return upgraded
}

func (f *Frontier) put(item Item) (queued, upgraded bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	d := item.digest
	if follow, ok := f.seen[d]; ok {
		if item.Follow && !follow {
			f.seen[d] = true
			return false, true
		}
		return false, false
	}
	if item.Hops == 0 {
		if f.max > 0 && f.counted >= f.max {
			if len(f.left) < maxLeft {
				f.left[xxhash.Sum64(d[:])] = struct{}{}
			}
			return false, false
		}
		if !item.seed && !f.shapes.take(item.Address, d) {
			return false, false
		}
		f.counted++
	}
	f.seen[d] = item.Follow
	f.push(item)
	f.signal()
	return true, false
}

func (f *Frontier) push(item Item) {
	if f.load != nil && (len(f.queue) >= window || len(f.far) > 0) {
		f.far = append(f.far, farItem{item.id, int32(item.Depth), int32(item.Hops), item.Follow})
		return
	}
	f.queue = append(f.queue, item)
}

// restore takes back what an earlier process knew of an address.
func (f *Frontier) restore(d digest, follow, counts bool) {
	if counts {
		f.counted++
	}
	f.seen[d] = f.seen[d] || follow
}

// Stop ends leasing: Lease returns false from now on.
func (f *Frontier) Stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stopped = true
	f.signal()
}

// Follows reports whether the links of an address count by now.
func (f *Frontier) Follows(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen[digestOf(key)]
}

// Lease waits for the next address. It returns false when nothing waits and
// nothing is under way that could add more, or the context has ended.
func (f *Frontier) Lease(ctx context.Context) (Item, bool) {
	for {
		item, ok, changed := f.take(ctx)
		if ok && item.Address.Key == "" {
			item.Address = f.load(item.id)
		}
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
	waiting := len(f.queue) + len(f.far)
	switch {
	case f.stopped, ctx.Err() != nil, waiting == 0 && f.leased == 0:
		return Item{}, false, nil
	case waiting == 0:
		f.idle++
		return Item{}, false, f.changed
	}
	f.leased++
	if len(f.queue) == 0 {
		far := f.far[0]
		f.far = f.far[1:]
		return Item{id: far.id, Depth: int(far.depth), Hops: int(far.hops), Follow: far.follow}, true, nil
	}
	item := f.queue[0]
	f.queue[0] = Item{}
	f.queue = f.queue[1:]
	return item, true, nil
}

// Done gives back a lease, after all that the address led to was put.
func (f *Frontier) Done() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.leased--
	if f.leased == 0 && len(f.queue)+len(f.far) == 0 {
		f.signal()
	}
}

// signal wakes those who wait, if there are any: most addresses are put while
// all are at work.
func (f *Frontier) signal() {
	if f.idle == 0 {
		return
	}
	close(f.changed)
	f.changed, f.idle = make(chan struct{}), 0
}

// Waiting counts the addresses that nobody asked yet.
func (f *Frontier) Waiting() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.queue) + len(f.far)
}

// counts also tells how many addresses were ever seen, and how many of them are
// done with.
func (f *Frontier) counts() (waiting, known, done int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	waiting, known = len(f.queue)+len(f.far), len(f.seen)
	return waiting, known, known - waiting - f.leased
}

// Left counts the addresses that the limit kept out.
func (f *Frontier) Left() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.left)
}
