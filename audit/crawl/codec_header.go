package crawl

import (
	"encoding/binary"
	"net/http"
	"reflect"
	"slices"
)

var headerType = reflect.TypeFor[http.Header]()

// encodeHeader writes a header, by name: equal ones are written alike.
func encodeHeader(b []byte, h http.Header) []byte {
	if h == nil {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(h))+1)
	var room [32]string
	names := room[:0]
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b = append(binary.AppendUvarint(b, uint64(len(name))), name...)
		values := h[name]
		if values == nil {
			b = append(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, uint64(len(values))+1)
		for _, value := range values {
			b = append(binary.AppendUvarint(b, uint64(len(value))), value...)
		}
	}
	return b
}

// raw reads a text without a copy.
func (d *recordReader) raw() []byte { return d.bytes(d.length(d.uvarint())) }

func (d *recordReader) header() http.Header {
	n := d.uvarint()
	if n == 0 {
		return nil
	}
	size := d.length(n - 1)
	h := make(http.Header, size)
	all := make([]string, 0, size) // most fields have one value
	for range size {
		name := wordOf(d.raw())
		count := d.uvarint()
		if count == 0 {
			h[name] = nil
			continue
		}
		from := len(all)
		for range d.length(count - 1) {
			all = append(all, wordOf(d.raw()))
		}
		h[name] = all[from:len(all):len(all)]
	}
	return h
}

func (d *recordReader) skipHeader() {
	n := d.uvarint()
	if n == 0 {
		return
	}
	for range d.length(n - 1) {
		d.raw()
		if count := d.uvarint(); count > 0 {
			for range d.length(count - 1) {
				d.raw()
			}
		}
	}
}
