package lastgood

import (
	"bytes"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Options configure a Store. The zero Options give one that keeps its copies in
// memory only.
type Options struct {
	Path     string           // folder of the file, made on first use; empty: memory only
	MaxTotal int64            // bytes of all copies together; default 256 MiB
	Keep     time.Duration    // how long a copy is kept after its last confirmation; default 30 days
	Log      *slog.Logger     // nil: discard
	Now      func() time.Time // nil: time.Now

	maxFile int64 // bytes of the file; 0: what MaxTotal needs
}

func (o *Options) setDefaults() {
	if o.MaxTotal == 0 {
		o.MaxTotal = 256 << 20
	}
	if o.Keep == 0 {
		o.Keep = 30 * 24 * time.Hour
	}
	if o.maxFile == 0 {
		o.maxFile = 2*o.MaxTotal + 16<<20
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// Validate reports every mistake of the options.
func (o Options) Validate() error {
	var errs []error
	if o.MaxTotal < 0 {
		errs = append(errs, errors.New("last-good copies: the total size is negative"))
	}
	if o.Keep < 0 {
		errs = append(errs, errors.New("last-good copies: the time to keep them is negative"))
	}
	return errors.Join(errs...)
}

// Store keeps copies. It is safe for concurrent use. No request ever waits for
// the disk: what cannot be written is kept in memory and counted.
type Store struct {
	keep  time.Duration
	now   func() time.Time
	shelf *shelf
	room  budget // bytes of bodies that are being read along with their clients
	disk  *disk  // nil: memory only

	damaged atomic.Uint64

	mu        sync.Mutex      // guards shelf and forgotten
	forgotten map[string]bool // keys, while the file is being read
	closed    sync.Once
}

// Open returns a store with the copies that the folder holds. A disk that
// cannot be used is no error: the store then works in memory, says so in the
// log and in Stats, and tries again later. The error is that of the options.
func Open(opts Options) (*Store, error) {
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	opts.setDefaults()
	s := &Store{
		keep:  opts.Keep,
		now:   opts.Now,
		shelf: newShelf(opts.MaxTotal),

		forgotten: map[string]bool{},
	}
	s.room.limit = max(opts.MaxTotal/8, DefaultMaxObject)
	if opts.Path != "" {
		s.disk = openDisk(opts, s)
	}
	return s, nil
}

// Close writes what is waiting and closes the file. The store answers nothing
// new afterwards, but does no harm.
func (s *Store) Close() error {
	s.closed.Do(func() {
		if s.disk != nil {
			s.disk.close()
		}
	})
	return nil
}

// Find returns the copy that may answer the request while the site fails. In
// the first moments after a start it may wait until the copies are read.
func (s *Store) Find(ask Ask, p Policy) (Copy, bool) {
	if p.Limit(s.subjectOf(ask, p)) <= 0 {
		return Copy{}, false
	}
	c, ok := s.find(ask, p)
	if !ok && s.disk.waitReady(ask.Request.Context()) {
		c, ok = s.find(ask, p)
	}
	return c, ok
}

func (s *Store) find(ask Ask, p Policy) (Copy, bool) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.shelf.variants(ask.key()) {
		if p.matches(e, ask.Request.Header) && p.Serves(ask, e.copy, now) == "" {
			return e.copy, true
		}
	}
	return Copy{}, false
}

// Newest returns the newest copy of the address, whether or not it may be
// served: what the site once said.
func (s *Store) Newest(ask Ask) (Copy, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if all := s.shelf.variants(ask.key()); len(all) > 0 {
		return all[0].copy, true
	}
	return Copy{}, false
}

// Forget drops all copies of the address.
func (s *Store) Forget(ask Ask) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := ask.key()
	s.drop(s.shelf.variants(key))
	if s.disk.isLoading() {
		s.forgotten[key] = true
	}
}

// restore takes over an entry from the file; false when it is not wanted there
// any more.
func (s *Store) restore(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.forgotten[e.key] {
		return false
	}
	return s.shelf.find(e.key, e.variant) != nil || s.shelf.restore(e)
}

// drop takes entries off the shelf and off the disk; the lock is held.
func (s *Store) drop(entries []*entry) {
	for _, e := range slices.Clone(entries) {
		s.disk.erase(s.shelf.remove(e))
	}
}

// put keeps a copy in the place of the one that it follows. A body that came
// before is known to be good; check looks at a new one.
func (s *Store) put(ask Ask, p Policy, c Copy, check func() Reason) {
	names, ok := varyNames(c.Header)
	if !ok {
		return
	}
	e := &entry{key: ask.key(), names: names, variant: p.variantOf(names, ask.Request.Header, c.Header), copy: c}
	if s.renew(e) || check() != "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e.proven = s.shelf.find(e.key, e.variant) != nil
	for _, gone := range s.shelf.put(e) {
		s.disk.erase(gone)
	}
	if e.ring != nil {
		s.disk.save(e)
	}
}

// renew takes an answer with the same body as a confirmation.
func (s *Store) renew(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.shelf.find(e.key, e.variant)
	if old == nil || !bytes.Equal(old.copy.Body, e.copy.Body) {
		return false
	}
	e.copy.Body, e.copy.Stored = old.copy.Body, old.copy.Stored
	s.refresh(old, e.copy)
	return true
}

// savedEvery is how often the time of a confirmation goes to disk, where the
// body stays the same.
const savedEvery = time.Minute

// refresh puts a copy with the same body into its entry; the lock is held.
func (s *Store) refresh(e *entry, c Copy) {
	changed := !sameDocument(e.copy.Header, c.Header)
	s.shelf.renew(e, c)
	if changed || c.Validated.Sub(e.saved) >= savedEvery {
		s.disk.save(e)
	}
}

// expire drops the copies that nobody confirmed for too long.
func (s *Store) expire() {
	oldest := s.now().Add(-s.keep)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(s.shelf.olderThan(oldest))
}

// Stats are counters and sizes of a store, for metrics.
type Stats struct {
	Copies  int
	Bytes   int64  // in memory
	OnDisk  bool   // copies are being written
	Trouble string // why they are not; empty: no folder was given, or all is well
	Lost    uint64 // writes that did not reach the disk
	Damaged uint64 // copies that had changed on disk and were thrown away
	Skipped uint64 // good answers that were not kept, because too many came at once
}

// Stats returns the present figures.
func (s *Store) Stats() Stats {
	s.mu.Lock()
	st := Stats{Copies: s.shelf.len(), Bytes: s.shelf.bytes()}
	s.mu.Unlock()
	st.Damaged, st.Skipped = s.damaged.Load(), s.room.refused.Load()
	if s.disk != nil {
		st.OnDisk, st.Trouble = s.disk.state()
		st.Lost = s.disk.lost.Load()
	}
	return st
}
