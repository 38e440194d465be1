package handlers

import (
	"os"
	"time"
)

// A client that keeps its exchange waiting holds a connection to the site's
// server. When others need it, the slowest client loses what is left of its
// time: it is ended as if the time were over.

// errGivenUp ends a write whose client had to make room.
var errGivenUp = os.ErrDeadlineExceeded

// over is a deadline that has passed.
var over = time.Unix(1, 0)

// Waits returns for how long the exchange has been waiting for its client,
// within the piece of a body that is on its way.
func (w *pacedWriter) Waits() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if w.since.IsZero() {
		return w.body.waits(now)
	}
	return max(now.Sub(w.since), w.body.waits(now))
}

// GiveUp ends the exchange if it waits for its client.
func (w *pacedWriter) GiveUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.since.IsZero() {
		w.given = true
		_ = w.control.SetWriteDeadline(over)
	}
	w.body.giveUp()
}

func (b *pacedBody) waits(now time.Time) time.Duration {
	if b == nil {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.since.IsZero() {
		return 0
	}
	return b.limit - b.left + now.Sub(b.since)
}

func (b *pacedBody) giveUp() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.since.IsZero() && !b.ended {
		b.given = true
		_ = b.control.SetReadDeadline(over)
	}
}
