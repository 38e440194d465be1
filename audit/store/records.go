package store

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
)

var errDamaged = errors.New("a record of the run is damaged")

// eachRecord reads a segment from its start. It returns io.EOF at its end,
// errDamaged at the first record that is not what was written.
func eachRecord(file *os.File, each func(offset int64, record []byte) error) error {
	in := bufio.NewReaderSize(io.NewSectionReader(file, 0, 1<<62), 256<<10)
	var head [headSize]byte
	var record []byte
	for offset := int64(0); ; offset += headSize + int64(len(record)) {
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return io.EOF // also within a head: a record that was not finished
		}
		size := int(binary.LittleEndian.Uint32(head[:]))
		if size > maxRecord {
			return errDamaged
		}
		if cap(record) < size {
			record = make([]byte, size)
		}
		record = record[:size]
		if _, err := io.ReadFull(in, record); err != nil {
			return errDamaged
		}
		if crc32.Checksum(record, castagnoli) != binary.LittleEndian.Uint32(head[4:]) {
			return errDamaged
		}
		if err := each(offset, record); err != nil {
			return err
		}
	}
}
