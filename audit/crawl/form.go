package crawl

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
)

// RecordForm names the form of what a Crawler writes into its Journal. A journal
// of another form cannot be read: that of a version whose records have other
// fields.
func RecordForm() string {
	h := sha256.New()
	describe(h, reflect.TypeFor[step](), map[reflect.Type]bool{})
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// describe writes the fields of a type, as far as records hold them.
func describe(w io.Writer, t reflect.Type, met map[reflect.Type]bool) {
	fmt.Fprint(w, t.Kind(), " ")
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		describe(w, t.Elem(), met)
	case reflect.Map:
		describe(w, t.Key(), met)
		describe(w, t.Elem(), met)
	case reflect.Struct:
		if met[t] || t == timeType {
			return
		}
		met[t] = true
		for f := range t.Fields() {
			if f.IsExported() {
				fmt.Fprint(w, f.Name, " ")
				describe(w, f.Type, met)
			}
		}
	}
}
