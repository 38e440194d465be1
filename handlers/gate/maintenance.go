package gate

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// MaintenanceOptions configure the maintenance of one site. The zero value is
// a site that only an admin call can close.
type MaintenanceOptions struct {
	Site       string                 // for the log
	Enabled    bool                   // closed until the configuration says otherwise
	File       string                 // closed while this file exists; empty: none
	Window     Window                 // closed from and until; zero: none
	Bypass     Bypass                 // who sees the site all the same
	Except     func(path string) bool // of the normalised path: always open; nil: robots.txt and ACME only
	RetryAfter time.Duration          // 0: until the announced end, else 5 minutes
	Switch     *Switch                // what outlives a reload; nil: a new one
	Log        *slog.Logger           // nil: discard
	Now        func() time.Time
	Exists     func(file string) (since time.Time, found bool) // nil: asks the disk
}

// Window is a stretch of time that was announced. Either end may be zero: not
// limited.
type Window struct{ From, Until time.Time }

func (w Window) isZero() bool { return w == Window{} }

func (w Window) holds(now time.Time) bool {
	return !w.isZero() && !now.Before(w.From) && (w.Until.IsZero() || now.Before(w.Until))
}

// When search engines begin to act: an address that answers 503 for days leaves
// the index.
const (
	longClosed    = 24 * time.Hour
	tooLongClosed = 48 * time.Hour
)

func (o *MaintenanceOptions) setDefaults() {
	if o.Switch == nil {
		o.Switch = &Switch{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Exists == nil {
		o.Exists = onDisk
	}
}

// Validate reports every mistake of the options.
func (o MaintenanceOptions) Validate() error {
	var mistakes []error
	if w := o.Window; !w.Until.IsZero() && !w.From.Before(w.Until) {
		mistakes = append(mistakes, errors.New("maintenance: window: it ends before it begins"))
	}
	if o.RetryAfter < 0 {
		mistakes = append(mistakes, errors.New("maintenance: retry_after: must not be negative"))
	}
	if err := o.Bypass.validate(); err != nil {
		mistakes = append(mistakes, fmt.Errorf("maintenance: allow: %w", err))
	}
	return errors.Join(mistakes...)
}

// Warnings says in words what is allowed but costs a site its place in search
// results.
func (o MaintenanceOptions) Warnings() []string {
	if w := o.Window; !w.isZero() && (w.Until.IsZero() || w.Until.Sub(w.From) > tooLongClosed) {
		return []string{"maintenance: window: search engines drop addresses that answer 503 for more than about two days"}
	}
	return nil
}

// Maintenance closes a site with 503, for every method, while one of its
// switches is on. It is safe for concurrent use.
type Maintenance struct{ MaintenanceOptions }

// NewMaintenance returns the maintenance gate of a site, or all mistakes of the
// options.
func NewMaintenance(o MaintenanceOptions) (*Maintenance, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o.setDefaults()
	return &Maintenance{o}, nil
}

// Check refuses visits while the site is closed, but for those that are exempt.
func (m *Maintenance) Check(v *Visit) *Refusal {
	now := m.Now()
	c := m.closure(now)
	if !c.closed() || m.exempt(v.Path) || m.Bypass.lets(v) {
		return nil
	}
	m.alarm(c, now)
	wait, exact := m.wait(c, now)
	return &Refusal{
		Status:     status.ServiceUnavailable,
		Type:       typeInternal,
		Word:       "maintenance",
		Name:       c.by,
		RetryAfter: wait,
		Exact:      exact,
		Until:      c.until,
	}
}

// acmePrefix is where certificate authorities look: without it a site in
// maintenance would lose its certificate (RFC 8555 section 8.3).
const acmePrefix = "/.well-known/acme-challenge/"

func (m *Maintenance) exempt(path string) bool {
	return path == robotsPath || strings.HasPrefix(path, acmePrefix) || m.Except != nil && m.Except(path)
}

const (
	unknownWait = 5 * time.Minute // where no end is announced
	longestWait = time.Hour       // that is said without an announced end
)

// wait is what Retry-After says, and whether it is the announced end.
func (m *Maintenance) wait(c closure, now time.Time) (time.Duration, bool) {
	left := c.until.Sub(now)
	switch {
	case c.until.IsZero() && m.RetryAfter == 0:
		return unknownWait, false
	case c.until.IsZero():
		return wholeSeconds(min(m.RetryAfter, longestWait)), false
	case m.RetryAfter == 0 || left <= m.RetryAfter:
		return wholeSeconds(left), true
	}
	return wholeSeconds(m.RetryAfter), false
}

// ClosedFor is how long the site has been closed; 0 while it is open.
func (m *Maintenance) ClosedFor() time.Duration {
	now := m.Now()
	c := m.closure(now)
	if !c.closed() {
		return 0
	}
	return max(now.Sub(c.since), 1)
}
