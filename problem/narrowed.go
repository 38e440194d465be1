package problem

import "io"

// narrowed is a brotli stream whose window is said to be 256 KiB where it is
// larger. A stream may ask its reader for a window of 16 MiB, and gets it: a few
// bytes at a time, from many servers at once, that is all the memory there is.
// Until a window is full, its size changes nothing about what a stream means
// (RFC 7932 section 4: no distance reaches beyond the first byte), and only the
// first 64 KiB are read.
type narrowed struct {
	io.Reader
	begun bool
}

// The first byte begins with the window (RFC 7932 section 9.1): a bit that is
// set, and three bits that are the size above 128 KiB in powers of two, or 0 for
// small windows, which stay.
const (
	isLongForm  = 0b0001
	windowBits  = 0b1110
	window256Ki = 0b0010
)

func (b *narrowed) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if n > 0 && !b.begun {
		b.begun = true
		if p[0]&isLongForm != 0 && p[0]&windowBits != 0 {
			p[0] = p[0]&^windowBits | window256Ki
		}
	}
	return n, err
}
