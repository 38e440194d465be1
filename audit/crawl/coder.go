package crawl

import (
	"encoding/binary"
	"net/http"
	"reflect"
	"time"
)

// coded are the types that most of a record is of. Each names its fields once,
// for writing and reading alike; all other types go through encode and decode.
type coded interface{ code(c *coder) }

// coder writes fields to the end of out, or takes them off in.
type coder struct {
	out      []byte
	in       recordReader
	reading  bool
	skipping bool // what is read is not wanted: texts stay empty, pointers nil
	sent     sameHeader
}

// sameHeader is the header that was read last, and how it was written. The
// requests of a run have the same one but for few.
type sameHeader struct {
	raw    []byte
	header http.Header
}

// reads makes the coder read a record.
func (c *coder) reads(record []byte) {
	c.reading, c.skipping, c.in = true, false, recordReader{b: record}
}

// skipped reads something that nobody wants.
func (c *coder) skipped(read func(*coder)) {
	before := c.skipping
	c.skipping = true
	read(c)
	c.skipping = before
}

func (c *coder) flag(b *bool) {
	switch {
	case c.reading:
		*b = c.in.flag()
	case *b:
		c.out = append(c.out, 1)
	default:
		c.out = append(c.out, 0)
	}
}

func (c *coder) bytes(b *[]byte) {
	if n, ok := c.length(len(*b), *b == nil); ok {
		if !c.reading {
			c.out = append(c.out, *b...)
		} else if raw := c.in.bytes(n); !c.skipping {
			*b = append(make([]byte, 0, n), raw...)
		}
	}
}

// block passes what can be skipped as a whole.
func (c *coder) block(inside func(*coder)) {
	if c.reading {
		head := c.in.bytes(min(4, len(c.in.b)))
		switch {
		case len(head) < 4:
			c.in.fail()
		case c.skipping:
			c.in.bytes(c.in.length(uint64(binary.LittleEndian.Uint32(head))))
		default:
			inside(c)
		}
		return
	}
	at := len(c.out)
	c.out = append(c.out, 0, 0, 0, 0)
	inside(c)
	binary.LittleEndian.PutUint32(c.out[at:], uint32(len(c.out)-at-4))
}

// length passes the length of a list; ok is false for a list that is nil.
func (c *coder) length(n int, isNil bool) (length int, ok bool) {
	if c.reading {
		n := c.in.uvarint()
		return c.in.length(max(n, 1) - 1), n > 0
	}
	if isNil {
		c.out = append(c.out, 0)
		return 0, false
	}
	c.out = binary.AppendUvarint(c.out, uint64(n)+1)
	return n, true
}

func (c *coder) time(t *time.Time) {
	var nanos int64
	if !c.reading && !t.IsZero() {
		nanos = t.UnixNano()
	}
	if number(c, &nanos); c.reading && nanos != 0 {
		*t = time.Unix(0, nanos)
	}
}

// other passes a value of a type that is not coded.
func (c *coder) other(v reflect.Value) {
	if !c.reading {
		c.out = encode(c.out, v)
		return
	}
	c.in.value(v)
}

func number[N ~int | ~int32 | ~int64 | ~uint32 | ~uint64](c *coder, n *N) {
	if c.reading {
		*n = N(c.in.varint())
		return
	}
	c.out = binary.AppendVarint(c.out, int64(*n))
}

func text[S ~string](c *coder, s *S) {
	if !c.reading {
		c.out = append(binary.AppendUvarint(c.out, uint64(len(*s))), *s...)
		return
	}
	if raw := c.in.bytes(c.in.length(c.in.uvarint())); !c.skipping {
		*s = S(raw)
	}
}

// word passes a text that is one of few, of which a reader needs no copy.
func word[S ~string](c *coder, s *S) {
	if !c.reading {
		text(c, s)
		return
	}
	if raw := c.in.bytes(c.in.length(c.in.uvarint())); !c.skipping {
		*s = S(wordOf(raw))
	}
}

func list[T any](c *coder, l *[]T, each func(*T, *coder)) {
	n, ok := c.length(len(*l), *l == nil)
	if !ok {
		return
	}
	if c.skipping {
		var one T
		for range n {
			each(&one, c)
		}
		return
	}
	if c.reading {
		*l = make([]T, n)
	}
	for i := range *l {
		each(&(*l)[i], c)
	}
}

func texts(c *coder, l *[]string) { list(c, l, func(s *string, c *coder) { text(c, s) }) }

func pointer[T any](c *coder, p **T, each func(*T, *coder)) {
	is := *p != nil
	if c.flag(&is); !is {
		return
	}
	if c.reading {
		*p = new(T)
	}
	each(*p, c)
	if c.skipping {
		*p = nil
	}
}

func (c *coder) header(h *http.Header) {
	switch {
	case !c.reading:
		c.out = encodeHeader(c.out, *h)
	case c.skipping:
		c.in.skipHeader()
	default:
		*h = c.in.header()
	}
}

// sentHeader reads a header that is mostly that of the record before. It is
// shared and not to be changed.
func (c *coder) sentHeader(h *http.Header) {
	if !c.reading || c.skipping {
		c.header(h)
		return
	}
	start := c.in.b
	c.in.skipHeader()
	raw := start[:len(start)-len(c.in.b)]
	if string(raw) != string(c.sent.raw) || len(raw) == 0 {
		again := recordReader{b: raw}
		c.sent = sameHeader{append([]byte(nil), raw...), again.header()}
	}
	*h = c.sent.header
}
