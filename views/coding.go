package views

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// Coding is a content coding in which prepared pages are kept (RFC 9110 section
// 8.4.1).
type Coding uint8

// The codings; the zero value is none.
const (
	Identity Coding = iota
	Brotli
	Zstd
	Gzip
	codingCount
)

// format writes a page in one coding: its head was compressed beforehand and
// ends at a byte boundary, the rest follows as it is in a stored block, which
// all three formats have. So nothing is compressed for a request.
type format struct {
	pack  func(head string, whole bool) ([]byte, error)
	frame int // bytes in front of the stored rest
	seal  func(page []byte, at int, head sum) []byte
}

// sum is what the end of a gzip member says about its content.
type sum struct {
	crc    uint32
	length int
}

func sumOf(s string) sum { return sum{crc32.ChecksumIEEE([]byte(s)), len(s)} }

// The bytes in front of a stored block.
const (
	brotliFrame = 3
	zstdFrame   = 3
	gzipFrame   = 5
)

// formats are the codings that compress. Read-only.
var formats = [codingCount]format{
	Brotli: {packBrotli, brotliFrame, sealBrotli},
	Zstd:   {packZstd, zstdFrame, sealZstd},
	Gzip:   {packGzip, gzipFrame, sealGzip},
}

// flusher is a compressor that can end a block at a byte boundary.
type flusher interface {
	io.Writer
	Flush() error
}

func packInto(out *bytes.Buffer, w flusher, head string) ([]byte, error) {
	if _, err := io.WriteString(w, head); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	return bytes.Clone(out.Bytes()), nil
}

// The effort of brotli. The greatest takes 9 ms for a page, twenty times as long
// as the other, and saves 8 percent: only a page that is sent whole is worth it.
const (
	brotliHead  = 5
	brotliWhole = brotli.BestCompression
)

// window is the base 2 logarithm of a window that holds every page: larger ones
// cost memory while they are made.
const window = 14

func packBrotli(head string, whole bool) ([]byte, error) {
	var out bytes.Buffer
	o := brotli.WriterOptions{Quality: brotliHead, LGWin: window}
	if whole {
		o.Quality = brotliWhole
	}
	return packInto(&out, brotli.NewWriterOptions(&out, o), head)
}

// sealBrotli writes an uncompressed meta-block and the last, empty one (RFC 7932
// section 9.2).
func sealBrotli(page []byte, at int, _ sum) []byte {
	n := len(page) - at - brotliFrame
	if n == 0 {
		return append(page[:at], 3)
	}
	putUint24(page[at:], uint32(n-1)<<3|1<<19)
	return append(page, 3)
}

func packZstd(head string, _ bool) ([]byte, error) {
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
		zstd.WithEncoderCRC(false), zstd.WithWindowSize(1<<window))
	if err != nil {
		return nil, err
	}
	return packInto(&out, w, head)
}

// sealZstd writes the last block, a raw one (RFC 8878 section 3.1.1.2).
func sealZstd(page []byte, at int, _ sum) []byte {
	putUint24(page[at:], uint32(len(page)-at-zstdFrame)<<3|1)
	return page
}

func packGzip(head string, _ bool) ([]byte, error) {
	out := bytes.NewBuffer([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255})
	w, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	return packInto(out, w, head)
}

// sealGzip writes the last block, a stored one (RFC 1951 section 3.2.4), and the
// end of the member (RFC 1952 section 2.3.1). The checksum of the head goes on
// over the rest.
func sealGzip(page []byte, at int, head sum) []byte {
	rest := page[at+gzipFrame:]
	n := uint16(len(rest))
	page[at] = 1
	binary.LittleEndian.PutUint16(page[at+1:], n)
	binary.LittleEndian.PutUint16(page[at+3:], ^n)
	page = binary.LittleEndian.AppendUint32(page, crc32.Update(head.crc, crc32.IEEETable, rest))
	return binary.LittleEndian.AppendUint32(page, uint32(head.length+len(rest)))
}

func putUint24(b []byte, v uint32) { b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16) }
