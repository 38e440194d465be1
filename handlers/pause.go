package handlers

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// pauseTime is how long what came of a passing body may wait for more of it.
const pauseTime = holdTime

// pausing is a body of known length that passes. The server of net/http keeps
// some KiB of such an answer until more of it comes; while the site's server
// lets us wait, they are sent. A body that comes fast is never flushed.
type pausing struct {
	io.ReadCloser
	flush  func() error
	left   int64     // bytes to come
	owed   bool      // something was given on, and not flushed: the header counts
	since  time.Time // when it was owed first
	eager  bool      // the next wait is a pause from its beginning
	always bool      // so is every other: the server asks for no buffering

	mu      sync.Mutex
	timer   *time.Timer
	waiting bool // a read is under way, and nothing was flushed since it began
}

// mindPauses makes what comes of a passing answer leave when its server pauses.
// ReverseProxy itself flushes answers of unknown length and event streams.
func (ex *exchange) mindPauses(res *http.Response) {
	_, whole := res.Body.(*replayed)
	if ex.out == nil || whole || res.ContentLength <= 0 || res.Body == http.NoBody ||
		mediaType(res.Header.Get("Content-Type")) == eventStream {
		return
	}
	b := &pausing{
		ReadCloser: res.Body, flush: http.NewResponseController(ex.out).Flush, left: res.ContentLength,
		owed: true, since: time.Now(), always: isUnbuffered(res.Header),
	}
	b.eager = b.always
	if ahead, ok := res.Body.(interface{ begun() (held int, late bool) }); ok {
		held, late := ahead.begun()
		b.owed, b.eager = held == 0, b.eager || late
	}
	res.Body = b
}

// Read waits for more, and sends what was read before when that takes long.
func (b *pausing) Read(p []byte) (int, error) {
	n, err := b.wait(p)
	b.left -= int64(n)
	if n > 0 && !b.owed {
		b.owed, b.since = true, time.Now()
	}
	return n, err
}

// wait reads. Where it may flush meanwhile, nothing else writes: whoever reads
// a passing body is the one that writes it.
func (b *pausing) wait(p []byte) (int, error) {
	if b.owed && b.left > 0 {
		rest := pauseTime - time.Since(b.since)
		if b.eager || rest <= 0 {
			b.eager = b.always
			b.send()
		} else {
			b.arm(rest)
			defer b.disarm()
		}
	}
	return b.ReadCloser.Read(p)
}

func (b *pausing) send() {
	b.owed = false
	_ = b.flush() // the next write has its error
}

func (b *pausing) arm(rest time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = true
	if b.timer == nil {
		b.timer = time.AfterFunc(rest, b.pause)
		return
	}
	b.timer.Reset(rest)
}

// disarm waits for a flush that has begun.
func (b *pausing) disarm() {
	b.timer.Stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = false
}

func (b *pausing) pause() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting {
		b.waiting = false
		b.send()
	}
}
