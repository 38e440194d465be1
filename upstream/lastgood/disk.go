package lastgood

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// place names a row.
type place struct{ key, variant string }

// disk writes copies behind the requests' back. One goroutine owns the file;
// changes wait in a bounded map, where a later one to the same row takes the
// place of an earlier. While the file cannot be written, changes are counted and
// dropped; when it can be again, everything that is in memory is written anew.
type disk struct {
	folder   string
	maxBytes int64 // of the file
	maxWait  int64 // bytes that may wait
	store    *Store
	log      *slog.Logger
	lost     atomic.Uint64
	wake     chan struct{}
	stop     chan struct{}
	done     chan struct{}
	ready    chan struct{} // closed when the copies of the file are in memory, or cannot be read

	db     *database // of the goroutine; nil: not open
	loaded bool      // of the goroutine; the copies of the file are in memory

	mu      sync.Mutex       // guards the rest
	waiting map[place]*entry // nil: to be erased
	bytes   int64            // of the bodies that wait
	trouble string
}

// maxWaiting is how many changes may wait; more are dropped, oldest copies on
// disk with them.
const maxWaiting = 1 << 16

func openDisk(opts Options, s *Store) *disk {
	d := &disk{
		folder:   opts.Path,
		maxBytes: opts.maxFile,
		maxWait:  max(opts.MaxTotal/8, 4*DefaultMaxObject),
		store:    s,
		log:      opts.Log,
		wake:     make(chan struct{}, 1),
		stop:     make(chan struct{}),
		done:     make(chan struct{}),
		ready:    make(chan struct{}),
		waiting:  map[place]*entry{},
	}
	d.start()
	go d.run()
	return d
}

// save has an entry written; the lock of the store is held.
func (d *disk) save(e *entry) {
	if d == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.trouble != "" || d.bytes+int64(len(e.copy.Body)) > d.maxWait || len(d.waiting) >= maxWaiting {
		d.lost.Add(1)
		return
	}
	e.saved = e.copy.Validated
	now := *e
	d.enqueue(place{e.key, e.variant}, &now)
}

// erase has an entry removed from the file; the lock of the store is held. It
// always finds room: a copy that was taken back must not return with the next
// start.
func (d *disk) erase(e *entry) {
	if d == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.trouble == "" {
		d.enqueue(place{e.key, e.variant}, nil)
	}
}

// enqueue lets a change wait; the lock is held.
func (d *disk) enqueue(at place, e *entry) {
	if old := d.waiting[at]; old != nil {
		d.bytes -= int64(len(old.copy.Body))
	}
	d.waiting[at] = e
	if e != nil {
		d.bytes += int64(len(e.copy.Body))
	}
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

func (d *disk) take() map[place]*entry {
	d.mu.Lock()
	defer d.mu.Unlock()
	changes := d.waiting
	d.waiting, d.bytes = map[place]*entry{}, 0
	return changes
}

// readTime is how long a request may wait for the copies after a start.
const readTime = time.Second

// waitReady waits until the copies of the file are in memory, and reports
// whether it had to.
func (d *disk) waitReady(ctx context.Context) bool {
	if d == nil || !d.isLoading() {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	select {
	case <-d.ready:
	case <-ctx.Done():
	}
	return true
}

func (d *disk) isLoading() bool {
	if d == nil {
		return false
	}
	select {
	case <-d.ready:
		return false
	default:
		return true
	}
}

func (d *disk) state() (on bool, trouble string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.trouble == "", d.trouble
}

func (d *disk) close() {
	close(d.stop)
	<-d.done
}
