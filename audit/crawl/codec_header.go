package crawl

import (
	"encoding/binary"
	"net/http"
	"reflect"
)

var headerType = reflect.TypeFor[http.Header]()

// encodeHeader writes what encodeMap would, without reflection: headers are
// most of a record.
func encodeHeader(b []byte, h http.Header) []byte {
	if h == nil {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(h))+1)
	for name, values := range h {
		b = append(binary.AppendUvarint(b, uint64(len(name))), name...)
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

func (d *recordReader) text() string { return string(d.bytes(d.length(d.uvarint()))) }

func (d *recordReader) header() http.Header {
	n := d.uvarint()
	if n == 0 {
		return nil
	}
	size := d.length(n - 1)
	h := make(http.Header, size)
	all := make([]string, 0, size) // most fields have one value
	for range size {
		name := d.text()
		count := d.uvarint()
		if count == 0 {
			h[name] = nil
			continue
		}
		from := len(all)
		for range d.length(count - 1) {
			all = append(all, d.text())
		}
		h[name] = all[from:len(all):len(all)]
	}
	return h
}
