package problem

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/zstd"
)

// maxWindow is what a decoder may keep of the text that it has read. A stream of
// brotli may ask for 16 MiB, one of zstd for more, and gets it: from a few
// servers at once, that is all the memory there is. Until a window is full, its
// size changes nothing about what a stream means, because no distance reaches
// beyond the first byte; and only the first 64 KiB are read. So a larger window
// is said to be of this size.
const maxWindow = 256 << 10

// The first byte of brotli begins with the window (RFC 7932 section 9.1): a bit
// that is set, and three bits that are the size above 128 KiB in powers of two,
// or 0 for small windows, which stay.
const (
	brotliLong   = 0b0001
	brotliWindow = 0b1110
	brotli256KiB = 0b0010
)

// narrowedBrotli is a stream of brotli with a window of at most maxWindow.
type narrowedBrotli struct {
	io.Reader
	begun bool
}

func (b *narrowedBrotli) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if n > 0 && !b.begun {
		b.begun = true
		if p[0]&brotliLong != 0 && p[0]&brotliWindow != 0 {
			p[0] = p[0]&^brotliWindow | brotli256KiB
		}
	}
	return n, err
}

// The fifth byte of zstd says what its header holds (RFC 8878 section 3.1.1.1).
// Alone, the flag of the checksum means: a window follows, and nothing else.
const (
	zstdFlags    = 4
	zstdChecksum = 0b100
	zstd256KiB   = 8 << 3 // 2^(10+8)
)

// narrowedZstd is a frame of zstd with a window of at most maxWindow. A frame in
// one segment has a window as large as its text. Whatever cannot be read here is
// left for the decoder to refuse.
func narrowedZstd(data []byte) io.Reader {
	var h zstd.Header
	if err := h.Decode(data); err != nil || h.Skippable || h.DictionaryID != 0 || max(h.WindowSize, h.FrameContentSize) <= maxWindow {
		return bytes.NewReader(data)
	}
	head := append(bytes.Clone(data[:zstdFlags]), data[zstdFlags]&zstdChecksum, zstd256KiB)
	return io.MultiReader(bytes.NewReader(head), bytes.NewReader(data[h.HeaderSize:]))
}
