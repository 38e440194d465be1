package crawl

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// filled makes a value with something in every exported field, whatever fields
// a type will have.
func filled(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.String:
		v.SetString("text " + string(rune('a'+*n%26)))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			filled(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		filled(key, n)
		filled(value, n)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == timeType {
			v.Set(reflect.ValueOf(time.Unix(0, int64(*n))))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				filled(v.Field(i), n)
			}
		}
	}
}

func TestAStepComesBackAsItWasKept(t *testing.T) {
	var n int
	full := step{}
	filled(reflect.ValueOf(&full).Elem(), &n)
	for name, want := range map[string]step{
		"full": full, "empty": {},
		"odd": {Answer: &answer{Exchange: &Exchange{Header: http.Header{}, Sent: nil}}, Note: []byte{}, Held: []Link{}},
	} {
		var got step
		if err := decode(want.bytes(), &got); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(step{}, stepHead{}), cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Errorf("%s (-kept +read):\n%s", name, diff)
		}
	}
	if n < 100 {
		t.Errorf("only %d values were filled in", n)
	}
}

func FuzzDamagedStep(f *testing.F) {
	var n int
	full := step{}
	filled(reflect.ValueOf(&full).Elem(), &n)
	f.Add(full.bytes())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, record []byte) {
		var s step
		_ = decode(record, &s) // never fails but by its error
	})
}
