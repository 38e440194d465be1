package upstream

import (
	"context"
	"sync/atomic"
	"time"
)

// Occupant is the client's side of an exchange, for whose sake a connection to
// a server is held. Its methods are called from other goroutines, and may be
// called after the exchange has ended.
type Occupant interface {
	// Waits returns for how long the exchange has been waiting for its client,
	// to send more or to take more; 0 when it is not.
	Waits() time.Duration
	// GiveUp ends the exchange if it still waits for its client.
	GiveUp()
}

// yieldAfter is for how long a client may keep its connection from others. A
// client that is as slow as this for 16 KiB has 64 KiB a second.
const yieldAfter = 250 * time.Millisecond

// seat is where an occupant sits: one a request, so that it can be compared.
type seat struct{ Occupant }

// seatKey is the key of a context's *seat.
type seatKey struct{}

// OccupiedBy returns the context of a request whose connection o gives up to
// another request when there is no other left, and nobody has kept one waiting
// for longer. Connections of HTTP/2, which many exchanges share, are not given
// up.
func OccupiedBy(ctx context.Context, o Occupant) context.Context {
	return context.WithValue(ctx, seatKey{}, &seat{o})
}

// place is one of the connections that are allowed.
type place struct {
	seat atomic.Pointer[seat] // of the exchange that came last; nil: nobody's
}

// take notes which exchange holds the connection now.
func (p *place) take(ctx context.Context) {
	if p == nil {
		return
	}
	s, _ := ctx.Value(seatKey{}).(*seat)
	p.seat.Store(s)
}

// reclaim makes the exchange that has been waiting for its client the longest
// give its connection up. It returns how long a place is worth waiting for, and
// whether to come again then, because somebody may be made to go by that time.
func (c *connections) reclaim() (wait time.Duration, again bool) {
	for {
		at, who, waits := c.slowest()
		switch {
		case who == nil:
			return slotWait, false
		case waits < yieldAfter:
			return yieldAfter - waits, true
		case at.seat.CompareAndSwap(who, nil): // nobody is asked twice
			c.yielded.Add(1)
			who.GiveUp()

			return yieldAfter, false
		}
	}
}

// slowest finds the exchange that has been waiting for its client the longest;
// a nil seat: none waits.
func (c *connections) slowest() (at *place, who *seat, waits time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()

	for p := range c.open {
		s := p.seat.Load()
		if s == nil {
			continue
		}
		if w := s.Waits(); w > waits {
			at, who, waits = p, s, w
		}
	}

	return at, who, waits
}
