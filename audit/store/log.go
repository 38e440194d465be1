package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	headSize    = 8 // length and checksum, four bytes each, little endian
	segmentSize = 64 << 20
	maxRecord   = 64 << 20
	firstRead   = 2 << 10 // most records fit, and are read at once
	syncEvery   = 250 * time.Millisecond
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Log is an append-only list of records in segments. A record that Append has
// returned for survives the death of the process; within 250 ms it survives
// the loss of power too. It is safe for concurrent use.
type Log struct {
	dir      string
	mu       sync.RWMutex
	segments []*os.File
	size     int64 // of the last segment
	dirty    bool
	buf      []byte
	done     chan struct{}
	synced   sync.WaitGroup
}

// OpenLog opens the log in a folder, or begins one. What was not written to its
// end is cut off: the first damaged record and all behind it.
func OpenLog(dir string) (*Log, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the log: %w", err)
	}
	l := &Log{dir: dir, done: make(chan struct{})}
	if err := l.open(); err != nil {
		l.closeFiles()
		return nil, err
	}
	l.synced.Go(l.sync)
	return l, nil
}

func (l *Log) open() error {
	for whole := true; whole; {
		file, err := os.OpenFile(l.name(len(l.segments)), os.O_RDWR, 0)
		if errors.Is(err, os.ErrNotExist) {
			break
		}
		if err != nil {
			return fmt.Errorf("open the log: %w", err)
		}
		l.segments = append(l.segments, file)
		if whole, err = l.cut(file); err != nil {
			return err
		}
	}
	for n := len(l.segments); os.Remove(l.name(n)) == nil; n++ { // behind a damaged one
	}
	if len(l.segments) == 0 {
		return l.begin()
	}
	return nil
}

// cut ends a segment behind its last good record.
func (l *Log) cut(file *os.File) (whole bool, err error) {
	info, err := file.Stat()
	if err != nil {
		return false, fmt.Errorf("open the log: %w", err)
	}
	l.size = 0
	_ = eachRecord(file, func(_ int64, record []byte) error {
		l.size += headSize + int64(len(record))
		return nil
	})
	if l.size == info.Size() {
		return true, nil
	}
	if err := file.Truncate(l.size); err != nil {
		return false, fmt.Errorf("cut the log: %w", err)
	}
	return false, nil
}

func (l *Log) name(n int) string { return filepath.Join(l.dir, fmt.Sprintf("%06d.seg", n)) }

func (l *Log) begin() error {
	file, err := os.OpenFile(l.name(len(l.segments)), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("begin a part of the log: %w", err)
	}
	l.segments, l.size = append(l.segments, file), 0
	return nil
}

// Append adds a record and returns where it is.
func (l *Log) Append(record []byte) (at int64, err error) {
	if len(record) > maxRecord {
		return 0, fmt.Errorf("keep a record: %d bytes are too many", len(record))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size >= segmentSize {
		if err := l.segments[len(l.segments)-1].Sync(); err != nil {
			return 0, fmt.Errorf("keep a record: %w", err)
		}
		if err := l.begin(); err != nil {
			return 0, err
		}
	}
	l.buf = binary.LittleEndian.AppendUint32(l.buf[:0], uint32(len(record)))
	l.buf = binary.LittleEndian.AppendUint32(l.buf, crc32.Checksum(record, castagnoli))
	l.buf = append(l.buf, record...)
	at = int64(len(l.segments)-1)<<32 | l.size
	if _, err := l.segments[len(l.segments)-1].WriteAt(l.buf, l.size); err != nil {
		return 0, fmt.Errorf("keep a record: %w", err)
	}
	l.size += int64(len(l.buf))
	l.dirty = true
	return at, nil
}

// Read returns the record at a place.
func (l *Log) Read(at int64) ([]byte, error) {
	n, offset := int(at>>32), at&0xffffffff
	l.mu.RLock()
	if n < 0 || n >= len(l.segments) {
		l.mu.RUnlock()
		return nil, errors.New("read a record: there is no such place")
	}
	file := l.segments[n]
	l.mu.RUnlock()
	buf := make([]byte, firstRead)
	got, err := file.ReadAt(buf, offset)
	if got < headSize {
		return nil, fmt.Errorf("read a record: %w", err)
	}
	size, sum := int(binary.LittleEndian.Uint32(buf)), binary.LittleEndian.Uint32(buf[4:])
	if size > maxRecord {
		return nil, errDamaged
	}
	record := buf[headSize:got]
	if size > len(record) {
		record = make([]byte, size)
		if _, err := file.ReadAt(record, offset+headSize); err != nil {
			return nil, fmt.Errorf("read a record: %w", err)
		}
	}
	if record = record[:size]; crc32.Checksum(record, castagnoli) != sum {
		return nil, errDamaged
	}
	return record, nil
}

// Replay gives out all records so far, in their order. Each is good until the
// next one comes.
func (l *Log) Replay(each func(at int64, record []byte) error) error {
	l.mu.RLock()
	files := append([]*os.File(nil), l.segments...)
	l.mu.RUnlock()
	for n, file := range files {
		err := eachRecord(file, func(offset int64, record []byte) error { return each(int64(n)<<32|offset, record) })
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	return nil
}

// sync writes to the disk what the operating system holds back.
func (l *Log) sync() {
	tick := time.NewTicker(syncEvery)
	defer tick.Stop()
	for {
		select {
		case <-l.done:
			return
		case <-tick.C:
		}
		l.mu.Lock()
		file, dirty := l.segments[len(l.segments)-1], l.dirty
		l.dirty = false
		l.mu.Unlock()
		if dirty {
			_ = file.Sync() // what matters fails in Append too
		}
	}
}

// Close ends the log; it cannot be read any more.
func (l *Log) Close() error {
	close(l.done)
	l.synced.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.segments[len(l.segments)-1].Sync()
	return errors.Join(err, l.closeFiles())
}

func (l *Log) closeFiles() error {
	var all []error
	for _, file := range l.segments {
		all = append(all, file.Close())
	}
	return errors.Join(all...)
}
