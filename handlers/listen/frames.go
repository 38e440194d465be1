package listen

import "encoding/binary"

// frames follows the bytes of a server's side of a WebSocket, so that a frame
// of our own never falls into one of its frames. The zero value expects the head
// of the answer first.
type frames struct {
	started bool   // the head is over
	newline int    // how much of the empty line after the head was seen
	header  []byte // what came of the header of the frame under way
	payload uint64 // bytes of it to come
}

// atBoundary reports that a frame may be put in here.
func (f *frames) atBoundary() bool {
	return f.started && len(f.header) == 0 && f.payload == 0
}

// follow takes note of all of p.
func (f *frames) follow(p []byte) {
	for len(p) > 0 {
		p = p[f.finish(p):]
	}
}

// finish takes note of p up to the end of what is under way, the head or one
// frame, and returns how many bytes that are.
func (f *frames) finish(p []byte) int {
	n := 0
	for n < len(p) {
		n += f.step(p[n:])
		if f.atBoundary() {
			break
		}
	}
	return n
}

func (f *frames) step(p []byte) int {
	switch {
	case !f.started:
		f.readHead(p[0])
		return 1
	case f.payload > 0:
		n := min(f.payload, uint64(len(p)))
		f.payload -= n
		return int(n)
	}
	f.readHeader(p[0])
	return 1
}

const emptyLine = "\r\n\r\n"

func (f *frames) readHead(b byte) {
	switch b {
	case emptyLine[f.newline]:
		f.newline++
	case '\r':
		f.newline = 1
	default:
		f.newline = 0
	}
	f.started = f.newline == len(emptyLine)
}

// readHeader adds a byte to the header of a frame (RFC 6455 section 5.2).
func (f *frames) readHeader(b byte) {
	f.header = append(f.header, b)
	if len(f.header) < 2 {
		return
	}
	length, extended := uint64(f.header[1]&0x7f), 0
	switch length {
	case 126:
		extended = 2
	case 127:
		extended = 8
	}
	mask := 0
	if f.header[1]&0x80 != 0 {
		mask = 4
	}
	if len(f.header) < 2+extended+mask {
		return
	}
	if extended > 0 {
		var number [8]byte
		copy(number[8-extended:], f.header[2:2+extended])
		length = binary.BigEndian.Uint64(number[:])
	}
	f.payload, f.header = length, f.header[:0]
}
