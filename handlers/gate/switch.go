package gate

import (
	"sync"
	"sync/atomic"
	"time"
)

// Switch is the part of a site's maintenance that outlives a reload: what an
// admin call said, since when the site is closed, and which alarms were raised.
// The zero Switch is off. It is safe for concurrent use; one site owns it.
type Switch struct {
	file flagFile

	// on and enabled spare the lock on every request of an open site.
	on      atomic.Bool
	enabled atomic.Bool

	mu           sync.Mutex
	since, until time.Time // of the admin call; until zero: indefinite
	enabledSince time.Time
	alarmedSince time.Time     // what the last alarm was about …
	alarmed      time.Duration // … and how many days it told
}

// Close closes the site; until may be zero, for as long as nobody opens it.
func (s *Switch) Close(now, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.on.Load() {
		s.since = now
	}
	s.until = until
	s.on.Store(true)
}

// Open ends what Close began. Other switches of the site may still be on.
func (s *Switch) Open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.on.Store(false)
}

// admin reports the admin call. One that has run out is over.
func (s *Switch) admin(now time.Time) (since, until time.Time, on bool) {
	if !s.on.Load() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.until.IsZero() && !now.Before(s.until) {
		s.on.Store(false)
	}
	return s.since, s.until, s.on.Load()
}

// configured remembers since when the configuration closes the site.
func (s *Switch) configured(enabled bool, now time.Time) (since time.Time, on bool) {
	if !enabled && !s.enabled.Load() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if enabled && !s.enabled.Load() {
		s.enabledSince = now
	}
	s.enabled.Store(enabled)
	return s.enabledSince, enabled
}

// flagFile remembers what the disk said of a file for a second.
type flagFile struct {
	asked atomic.Int64 // when, in Unix nanoseconds
	since atomic.Int64 // 0: there is no file
}

const fileFresh = time.Second

// on reports whether the file exists. One request a second asks the disk; the
// others go by its answer.
func (f *flagFile) on(m *Maintenance, now time.Time) (time.Time, bool) {
	if m.File == "" {
		return time.Time{}, false
	}
	last := f.asked.Load()
	age := now.UnixNano() - last
	if (age < 0 || age >= int64(fileFresh)) && f.asked.CompareAndSwap(last, now.UnixNano()) {
		since, found := m.Exists(m.File)
		f.since.Store(0)
		if found {
			f.since.Store(max(since.UnixNano(), 1))
		}
	}
	since := f.since.Load()
	return time.Unix(0, since), since != 0
}
