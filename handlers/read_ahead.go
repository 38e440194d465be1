package handlers

import (
	"context"
	"errors"
	"io"
	"sync"
)

// errHeldTooLong stops a fill whose time is over; what came so far stays.
var errHeldTooLong = errors.New("held for as long as is allowed")

// chunkBytes is what one read of the goroutine asks for.
const chunkBytes = 4 << 10

// readAhead is a body whose first bytes can be read before it is passed on.
// One goroutine reads while a fill is waiting for more; Close waits for it.
// Fill and Read belong to one goroutine; Close may end them from another.
type readAhead struct {
	body io.ReadCloser

	mu      sync.Mutex
	buf     []byte        // read, and not yet given on
	err     error         // how the body ended
	limit   int           // the goroutine stops when buf is that long
	late    bool          // a fill took as long as it was allowed to
	reading bool          // the goroutine has the body
	more    chan struct{} // signalled after every read of the goroutine
	owned   sync.WaitGroup
}

func newReadAhead(body io.ReadCloser) *readAhead {
	return &readAhead{body: body, more: make(chan struct{}, 1)}
}

// fill reads until the buffer holds limit bytes, the body ends, or the context
// is done. It returns how the body ended: nil while it goes on, io.EOF at a
// clean end, errHeldTooLong when the time was over.
func (r *readAhead) fill(ctx context.Context, limit int) error {
	r.start(limit)
	for {
		if done, err := r.state(limit); done {
			return err
		}
		select {
		case <-r.more:
		case <-ctx.Done():
			r.expire()
			return errHeldTooLong
		}
	}
}

func (r *readAhead) start(limit int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limit = limit
	if r.err == nil && len(r.buf) < limit && !r.reading {
		r.reading = true
		r.owned.Go(r.read)
	}
}

// expire is halt for want of time.
func (r *readAhead) expire() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limit, r.late = 0, true
}

// halt lets the goroutine end after the read that it is in.
func (r *readAhead) halt() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limit = 0
}

func (r *readAhead) state(limit int) (done bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.buf) >= limit || r.err != nil, r.err
}

// read is the goroutine. A panic of the body ends as its error.
func (r *readAhead) read() {
	for {
		chunk := make([]byte, chunkBytes)
		n, err := readSafely(r.body, chunk)
		goesOn := r.add(chunk[:n:n], err)
		select {
		case r.more <- struct{}{}:
		default:
		}
		if !goesOn {
			return
		}
	}
}

// add stores what one read gave, which it keeps, and says whether to read on.
func (r *readAhead) add(p []byte, err error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.buf) == 0 {
		r.buf = p
	} else {
		r.buf = append(r.buf, p...)
	}
	r.err = err
	r.reading = err == nil && len(r.buf) < r.limit
	return r.reading
}

func readSafely(body io.Reader, p []byte) (n int, err error) {
	defer func() {
		if v := recover(); v != nil {
			n, err = 0, errors.New("read body: panic")
		}
	}()
	return body.Read(p)
}

// held returns the bytes read so far.
func (r *readAhead) held() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf
}

// begun says how many bytes wait to be given on, and whether a fill gave up
// waiting for more.
func (r *readAhead) begun() (held int, late bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.buf), r.late
}

// Read gives on what was held, then the rest.
func (r *readAhead) Read(p []byte) (int, error) {
	for {
		n, next, err := r.take(p)
		switch next {
		case taken:
			return n, err
		case waits:
			<-r.more
		case direct:
			return r.body.Read(p)
		}
	}
}

// What Read does next.
const (
	taken  = iota // something was held
	waits         // the goroutine is reading
	direct        // nothing held, nobody reading
)

func (r *readAhead) take(p []byte) (n, next int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case len(r.buf) > 0:
		n = copy(p, r.buf)
		r.buf = r.buf[n:]
		return n, taken, nil
	case r.err != nil:
		return 0, taken, r.err
	case r.reading:
		return 0, waits, nil
	}
	return 0, direct, nil
}

// Close closes the body and waits for the goroutine.
func (r *readAhead) Close() error {
	r.halt()
	err := r.body.Close()
	r.owned.Wait()
	return err
}
