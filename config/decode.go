package config

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// decoder fills types from nodes and collects what is wrong.
type decoder struct {
	*ledger
	fill  *interpolation
	types map[reflect.Type][]typeKey // keysOf, remembered
}

func (d *decoder) keysOf(t reflect.Type) []typeKey {
	keys, known := d.types[t]
	if !known {
		keys = keysOf(t)
		d.types[t] = keys
	}
	return keys
}

// selfDecoding is a type with more than one form.
type selfDecoding interface {
	decodeNode(d *decoder, path string, n *node)
}

// value decodes a node into a value, which is the address of a field.
func (d *decoder) value(path string, n *node, v reflect.Value, rule keyRule) {
	switch target := v.Interface().(type) {
	case selfDecoding:
		target.decodeNode(d, path, n)
		return
	case encoding.TextUnmarshaler:
		d.bounded(path, n, target, rule)
		return
	}
	switch v.Elem().Kind() {
	case reflect.Pointer:
		if !n.absent() {
			v.Elem().Set(reflect.New(v.Elem().Type().Elem()))
			d.value(path, n, v.Elem(), rule)
		}
	case reflect.Struct:
		d.fields(path, n, v.Interface())
	case reflect.Slice:
		d.slice(path, n, v.Interface(), rule)
	case reflect.Map:
		d.dictionary(path, n, v.Elem(), rule)
	default:
		d.simple(path, n, v.Elem(), rule)
	}
}

// fields decodes a block into a struct; target is its address.
func (d *decoder) fields(path string, n *node, target any) {
	v := reflect.ValueOf(target).Elem()
	keys := d.keysOf(v.Type())
	if !n.absent() && n.kind != block {
		d.wrong(n, path, "must be a block of keys", "keys here: "+strings.Join(names(keys), ", "))
		return
	}
	d.remember(path, n)
	d.unknown(path, n, keys, target)
	for _, k := range keys {
		d.field(path, n, k, v)
	}
}

func (d *decoder) field(path string, parent *node, k typeKey, v reflect.Value) {
	n := parent.get(k.name)
	if k.viaPointer(v.Type()) && n.absent() && !d.hasAny(parent, v.Type(), k.index[0]) {
		return
	}
	at := join(path, k.name)
	if n.absent() {
		if k.required {
			d.missing(parent, path, n, k)
			return
		}
		if n != nil && isScalar(k.typ) {
			d.wrong(n, at, "has no value", "give it one, or leave the key out")
			return
		}
		n = k.presetNode()
	}
	if n != nil && n.origin.Kind != FromDefault {
		d.keyAt(at, parent, k.name)
	}
	if n == nil && !hasInside(k.typ) {
		return
	}
	d.value(at, n, fieldAt(v, k.index).Addr(), k.keyRule)
}

// viaPointer reports a key of an embedded block that may be absent as a whole.
func (k typeKey) viaPointer(t reflect.Type) bool {
	return len(k.index) > 1 && t.Field(k.index[0]).Type.Kind() == reflect.Pointer
}

// hasAny reports that a key of the embedded field stands in the block.
func (d *decoder) hasAny(n *node, t reflect.Type, embedded int) bool {
	for _, k := range d.keysOf(indirect(t.Field(embedded).Type)) {
		if !n.get(k.name).absent() {
			return true
		}
	}
	return false
}

// fieldAt is the field at index, with the embedded pointers on the way made.
func fieldAt(v reflect.Value, index []int) reflect.Value {
	for _, i := range index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// hasInside reports a type whose parts have defaults of their own.
func hasInside(t reflect.Type) bool {
	if _, own := reflect.New(t).Interface().(selfDecoding); own {
		return t.Kind() == reflect.Struct && t != reflect.TypeFor[Then]()
	}
	_, text := reflect.New(t).Interface().(encoding.TextUnmarshaler)
	return t.Kind() == reflect.Struct && !text
}

func isScalar(t reflect.Type) bool {
	if _, text := reflect.New(indirect(t)).Interface().(encoding.TextUnmarshaler); text {
		return true
	}
	k := indirect(t).Kind()
	return k == reflect.String || k == reflect.Bool || k == reflect.Int
}

// missing says that a required key is not there, or empty.
func (d *decoder) missing(parent *node, path string, n *node, k typeKey) {
	if n != nil {
		d.wrong(n, join(path, k.name), "has no value", "this key is required")
		return
	}
	d.wrong(parent, path, fmt.Sprintf("the key %q is missing", k.name), "add "+k.name+": "+k.example)
}

// unknown reports every key of the block that the type does not have.
func (d *decoder) unknown(path string, n *node, keys []typeKey, target any) {
	if n == nil {
		return
	}
	known := names(keys)
	for _, f := range n.fields {
		if slices.Contains(known, f.key) {
			continue
		}
		text, hint := fmt.Sprintf("unknown key %q", f.key), didYouMean(f.key, known)
		if hint == "" {
			hint = "keys here: " + strings.Join(known, ", ")
		}
		if explaining, ok := target.(interface {
			unknownKey(string) (text, hint string)
		}); ok {
			if t, h := explaining.unknownKey(f.key); t != "" {
				text, hint = t, h
			}
		}
		if isReserved(target, f.key) {
			text, hint = fmt.Sprintf("the key %q is not in this version", f.key), "it is reserved for a later one; leave it out"
		}
		d.wrongAt(f.origin, path, text, hint)
	}
}

// slice decodes a list; target is the address of one.
func (d *decoder) slice(path string, n *node, target any, rule keyRule) {
	v := reflect.ValueOf(target).Elem()
	items, ok := d.itemsOf(path, n, v.Type().Elem(), rule)
	if !ok {
		return
	}
	if n.kind == list && len(items) == 0 && rule.required {
		d.wrong(n, path, "the list is empty", "name at least one")
		return
	}
	if most, err := strconv.Atoi(rule.max); err == nil && len(items) > most {
		d.wrong(items[most], path, fmt.Sprintf("more than %d entries", most), "take those out that matter least")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	d.remember(path, n)
	entry := keyRule{words: rule.words, off: rule.off, secret: rule.secret}
	for i, item := range items {
		at := fmt.Sprintf("%s[%d]", path, i)
		if item.absent() {
			d.wrong(item, at, "an entry of the list is empty", "take the line out")
			continue
		}
		d.value(at, item, v.Index(i).Addr(), entry)
	}
}

// itemsOf lists the entries of a list; where the rule allows it, one entry
// alone is the list of just itself.
func (d *decoder) itemsOf(path string, n *node, of reflect.Type, rule keyRule) ([]*node, bool) {
	switch {
	case n.absent():
		return nil, n != nil
	case n.kind == list:
		return n.items, true
	case rule.one && (n.kind == scalar) == isScalar(of):
		return []*node{n}, true
	case n.kind == block:
		d.wrong(n, path, "must be a list", "begin each entry with a dash and a blank: `- `")
	default:
		d.wrong(n, path, "must be a list", fmt.Sprintf("write [%s]", n.shown()))
	}
	return nil, false
}

// dictionary decodes a block whose keys are the owner's own words.
func (d *decoder) dictionary(path string, n *node, v reflect.Value, rule keyRule) {
	if n.absent() {
		return
	}
	if n.kind != block {
		d.wrong(n, path, "must be a block of keys", "write { key: value }")
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	d.remember(path, n)
	for _, f := range n.fields {
		at := join(path, f.key)
		d.keys[at] = f.origin
		entry := reflect.New(v.Type().Elem())
		if f.value.absent() {
			d.wrong(f.value, at, "has no value", "give it one, or leave the key out")
			continue
		}
		d.value(at, f.value, entry, keyRule{words: rule.words})
		v.SetMapIndex(reflect.ValueOf(f.key), entry.Elem())
	}
}
