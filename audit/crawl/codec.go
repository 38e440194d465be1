package crawl

import (
	"encoding/binary"
	"errors"
	"math"
	"net/http"
	"reflect"
	"time"
)

// errDamaged is a record that is not what was written.
var errDamaged = errors.New("a record of the run is damaged")

var codedType = reflect.TypeFor[coded]()

// encode appends a value of which records are seldom, in a compact form: the
// exported fields of structs in their order, numbers as varints, text and lists behind their length. What is
// added to a type is kept without a change here. Interfaces are left out.
func encode(b []byte, v reflect.Value) []byte {
	if v.CanAddr() && v.Addr().Type().Implements(codedType) {
		c := coder{out: b}
		v.Addr().Interface().(coded).code(&c)
		return c.out
	}
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint())
	case reflect.Float64:
		return binary.AppendUvarint(b, math.Float64bits(v.Float()))
	case reflect.String:
		return append(binary.AppendUvarint(b, uint64(v.Len())), v.String()...)
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0)
		}
		return encode(append(b, 1), v.Elem())
	case reflect.Map:
		if v.Type() == headerType {
			return encodeHeader(b, v.Interface().(http.Header))
		}
		return encodeMap(b, v)
	case reflect.Slice, reflect.Array:
		return encodeList(b, v)
	case reflect.Struct:
		return encodeStruct(b, v)
	}
	return b
}

func encodeMap(b []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(v.Len())+1)
	for it := v.MapRange(); it.Next(); {
		b = encode(encode(b, it.Key()), it.Value())
	}
	return b
}

func encodeList(b []byte, v reflect.Value) []byte {
	if v.Kind() == reflect.Slice {
		if v.IsNil() {
			return append(b, 0)
		}
		b = binary.AppendUvarint(b, uint64(v.Len())+1)
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return append(b, v.Bytes()...)
		}
	}
	for i := range v.Len() {
		b = encode(b, v.Index(i))
	}
	return b
}

var timeType = reflect.TypeFor[time.Time]()

func encodeStruct(b []byte, v reflect.Value) []byte {
	if v.Type() == timeType {
		at := v.Interface().(time.Time)
		if at.IsZero() {
			return binary.AppendVarint(b, 0)
		}
		return binary.AppendVarint(b, at.UnixNano())
	}
	for i := range v.NumField() {
		if field := v.Field(i); field.CanInterface() { // it is exported
			b = encode(b, field)
		}
	}
	return b
}

// recordReader reads what encode wrote. Damage is noted once and gives zero values.
type recordReader struct {
	b   []byte
	err error
}

func decode(b []byte, into coded) error {
	c := coder{in: recordReader{b: b}, reading: true}
	into.code(&c)
	return c.in.err
}

func (d *recordReader) fail() { d.err, d.b = errDamaged, nil }

func (d *recordReader) uvarint() uint64 {
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *recordReader) varint() int64 {
	n, size := binary.Varint(d.b)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[size:]
	return n
}

// length reads how many bytes or elements follow; each has at least one byte.
func (d *recordReader) length(n uint64) int {
	if n > uint64(len(d.b)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *recordReader) bytes(n int) []byte {
	taken := d.b[:n]
	d.b = d.b[n:]
	return taken
}

func (d *recordReader) flag() bool {
	if len(d.b) == 0 {
		d.fail()
		return false
	}
	return d.bytes(1)[0] != 0
}

func (d *recordReader) value(v reflect.Value) {
	if v.CanAddr() && v.Addr().Type().Implements(codedType) {
		c := coder{in: *d, reading: true}
		v.Addr().Interface().(coded).code(&c)
		*d = c.in
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(d.flag())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(d.varint())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.uvarint())
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(d.uvarint()))
	case reflect.String:
		v.SetString(string(d.bytes(d.length(d.uvarint()))))
	case reflect.Pointer:
		if d.flag() {
			v.Set(reflect.New(v.Type().Elem()))
			d.value(v.Elem())
		}
	case reflect.Map:
		if v.Type() == headerType {
			v.Set(reflect.ValueOf(d.header()))
			return
		}
		d.mapping(v)
	case reflect.Slice:
		d.list(v)
	case reflect.Array:
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Struct:
		d.fields(v)
	}
}

func (d *recordReader) mapping(v reflect.Value) {
	n := d.uvarint()
	if n == 0 {
		return
	}
	size := d.length(n - 1)
	v.Set(reflect.MakeMapWithSize(v.Type(), size))
	for range size {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		d.value(key)
		d.value(value)
		v.SetMapIndex(key, value)
	}
}

func (d *recordReader) list(v reflect.Value) {
	n := d.uvarint()
	if n == 0 {
		return
	}
	size := d.length(n - 1)
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes(append(make([]byte, 0, size), d.bytes(size)...))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), size, size))
	for i := range size {
		d.value(v.Index(i))
	}
}

func (d *recordReader) fields(v reflect.Value) {
	if v.Type() == timeType {
		if at := d.varint(); at != 0 {
			v.Set(reflect.ValueOf(time.Unix(0, at)))
		}
		return
	}
	for i := range v.NumField() {
		if field := v.Field(i); field.CanSet() { // it is exported
			d.value(field)
		}
	}
}
