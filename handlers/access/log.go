package access

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxLine  = 16 << 10 // bytes; longer values are cut
	maxQueue = 1 << 20  // bytes that wait for the disk
	maxPool  = 64 << 10 // buffers above are not kept

	closeTime = 2 * time.Second // what Close waits for a stuck output
)

// Log writes records. It is safe for concurrent use; a nil Log drops them.
type Log struct {
	opts    Options
	encode  func(*Options, []byte, *Record) []byte
	dropped atomic.Uint64

	mu      sync.Mutex
	waiting []byte // whole lines
	closed  bool
	wake    chan struct{} // holds one token when lines are waiting
	done    chan struct{} // closed when run has ended
}

// New starts a log. Close it to have its last lines written.
func New(opts Options) (*Log, error) {
	opts.setDefaults()
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	opts.Redact = append(append([]string(nil), secretParameters...), opts.Redact...)
	l := &Log{opts: opts, encode: encodeJSON, wake: make(chan struct{}, 1), done: make(chan struct{})}
	if opts.Format == Combined {
		l.encode = encodeCombined
	}
	go l.run()
	return l, nil
}

// Write queues the line of a record. It never waits for the output.
func (l *Log) Write(r *Record) {
	if l == nil || !l.sampled(r) {
		return
	}
	buf := lines.Get().(*[]byte)
	*buf = l.encode(&l.opts, (*buf)[:0], r)
	l.enqueue(*buf)
	if cap(*buf) <= maxPool {
		lines.Put(buf)
	}
}

// lines are the buffers that one line is written in.
var lines = sync.Pool{New: func() any { return new([]byte) }}

func (l *Log) sampled(r *Record) bool {
	for _, s := range l.opts.Sample {
		if s.Statuses.Has(r.StatusServed) {
			return s.Share >= 1 || rand.Float64() < s.Share
		}
	}
	return true
}

func (l *Log) enqueue(line []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || len(l.waiting)+len(line) > maxQueue {
		l.dropped.Add(1)
		return
	}
	l.waiting = append(l.waiting, line...)
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// run hands waiting lines to the output, many at once when the output is slow.
func (l *Log) run() {
	defer close(l.done)
	var batch []byte
	for range l.wake {
		for {
			batch = l.take(batch[:0])
			if len(batch) == 0 {
				break
			}
			l.write(batch)
		}
	}
}

var newline = []byte("\n")

// take swaps the waiting lines for an empty buffer.
func (l *Log) take(empty []byte) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	taken := l.waiting
	l.waiting = empty
	return taken
}

func (l *Log) write(batch []byte) {
	n, err := l.opts.Output.Write(batch)
	if err != nil {
		l.dropped.Add(uint64(bytes.Count(batch[min(n, len(batch)):], newline)))
	}
}

// Dropped counts the lines that a slow or broken output cost.
func (l *Log) Dropped() uint64 {
	if l == nil {
		return 0
	}
	return l.dropped.Load()
}

// Close writes what is waiting and ends the log; it does not wait for ever for
// an output that is stuck. Records that come later are
// dropped.
func (l *Log) Close() error {
	if l == nil || !l.close() {
		return nil
	}
	select {
	case <-l.done:
	case <-time.After(closeTime):
		return errors.New("access log: the output does not take its last lines")
	}
	if f, ok := l.opts.Output.(interface{ Sync() error }); ok {
		_ = f.Sync() // terminals and pipes cannot
	}
	return nil
}

func (l *Log) close() (first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	first = !l.closed
	if first {
		l.closed = true
		close(l.wake)
	}
	return first
}

var _ io.Closer = (*Log)(nil)
