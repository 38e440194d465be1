package lastgood

import (
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

	db     *database // of the goroutine; nil: not open
	loaded bool      // of the goroutine; the copies of the file are in memory

	mu      sync.Mutex       // guards the rest
	waiting map[place]*entry // nil: to be erased
	bytes   int64            // of the bodies that wait
	trouble string
}

// How the goroutine paces itself.
const (
	batchEvery  = 250 * time.Millisecond // between two transactions
	retryEvery  = time.Minute            // after the file could not be used
	expireEvery = time.Hour
)

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
		waiting:  map[place]*entry{},
	}
	if err := d.load(); err != nil {
		d.fail(err)
	}
	go d.run()
	return d
}

// load opens the file and fills the shelf, which nobody else uses yet. A broken
// file is set aside, and what could be read of it goes into the new one.
func (d *disk) load() error {
	err := d.open()
	if err == nil {
		err = d.fill(d.store.shelf.restore)
	}
	if !isDamage(err) {
		return err
	}
	d.shut()
	d.store.damaged.Add(1)
	d.log.Warn("the file of last-good copies is damaged, a new one is made", "folder", d.folder, "err", err)
	if err := d.renew(); err != nil {
		return err
	}
	d.loaded = true
	return d.db.write(d.everything(), false)
}

func (d *disk) open() (err error) {
	d.db, err = openDatabase(d.folder, d.maxBytes)
	return err
}

// renew opens a new file in the place of a broken one.
func (d *disk) renew() error {
	if err := setAside(d.folder); err != nil {
		return err
	}
	return d.open()
}

func (d *disk) shut() {
	if d.db != nil {
		_ = d.db.close()
		d.db = nil
	}
}

func (d *disk) fill(add func(*entry) bool) error {
	s := d.store
	damaged, err := d.db.read(s.now().Add(-s.keep), add)
	s.damaged.Add(uint64(damaged))
	d.loaded = err == nil
	return err
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

// run is the goroutine.
func (d *disk) run() {
	defer close(d.done)
	defer d.shut()
	expire := time.NewTicker(expireEvery)
	defer expire.Stop()
	retry := time.NewTicker(retryEvery)
	defer retry.Stop()
	for {
		select {
		case <-d.wake:
			d.flush()
		case <-retry.C:
			d.recover()
			continue
		case <-expire.C:
			d.store.expire()
			continue
		case <-d.stop:
			d.flush()
			return
		}
		select {
		case <-time.After(batchEvery):
		case <-d.stop:
			d.flush()
			return
		}
	}
}

func (d *disk) flush() {
	if d.db == nil {
		return
	}
	changes := d.take()
	if len(changes) == 0 {
		return
	}
	if err := d.db.write(changes, false); err != nil {
		d.lost.Add(uint64(len(changes)))
		d.fail(err)
	}
}

// fail turns writing off. It is called at most once a minute, as often as
// recover tries, and so is its line in the log.
func (d *disk) fail(err error) {
	d.shut()
	d.mu.Lock()
	d.trouble = err.Error()
	d.waiting, d.bytes = map[place]*entry{}, 0
	d.mu.Unlock()
	d.log.Warn("last-good copies are kept in memory only", "folder", d.folder, "err", err)
}

// recover opens the file again and makes it what the memory is.
func (d *disk) recover() {
	if on, _ := d.state(); on {
		return
	}
	err := d.reopen()
	if err == nil {
		err = d.db.write(d.everything(), true)
	}
	if err != nil {
		d.fail(err)
		return
	}
	d.log.Info("last-good copies are written to disk again", "folder", d.folder)
}

// reopen also takes over the copies of a file that could not be read at the
// start.
func (d *disk) reopen() error {
	err := d.open()
	if err == nil && !d.loaded {
		err = d.fillLate()
	}
	if isDamage(err) {
		d.shut()
		return d.renew()
	}
	return err
}

func (d *disk) fillLate() error {
	var found []*entry
	err := d.fill(func(e *entry) bool {
		found = append(found, e)
		return true
	})
	s := d.store
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range found {
		if s.shelf.find(e.key, e.variant) == nil {
			s.shelf.restore(e)
		}
	}
	return err
}

// everything is what the memory holds. Later changes wait again from the moment
// at which it is looked at.
func (d *disk) everything() map[place]*entry {
	s := d.store
	all := map[place]*entry{}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.shelf.all() {
		now := *e
		all[place{e.key, e.variant}] = &now
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trouble = ""
	return all
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
