package config

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// keyRule is what the tags of a field say about its values.
type keyRule struct {
	one      bool     // of a list: one entry may stand alone
	required bool     // must be there
	off      bool     // the word off is allowed, and false means it
	secret   bool     // never shown
	words    []string // the closed set, if there is one
	min, max string   // bounds, in the form of the type
}

// typeKey is one key of a block: the field of a Go type that it fills.
type typeKey struct {
	name   string
	index  []int
	typ    reflect.Type
	preset string // the built-in default, as a file would say it
	has    bool   // there is a built-in default

	example string // of a value, for keys that must be there
	keyRule
}

// keysOf lists the keys of a block in the order of the type. Embedded structs
// lend their keys.
func keysOf(t reflect.Type) []typeKey {
	var keys []typeKey
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("yaml")
		switch {
		case name == "-":
		case f.Anonymous && name == "":
			for _, k := range keysOf(indirect(f.Type)) {
				k.index = append([]int{i}, k.index...)
				keys = append(keys, k)
			}
		case f.IsExported():
			keys = append(keys, keyOf(f, name, i))
		}
	}
	return keys
}

func keyOf(f reflect.StructField, name string, index int) typeKey {
	k := typeKey{name: name, index: []int{index}, typ: f.Type}
	k.preset, k.has = f.Tag.Lookup("default")
	k.example = f.Tag.Get("example")
	rules := strings.Fields(f.Tag.Get("rule"))
	k.keyRule = keyRule{
		one:      slices.Contains(rules, "one"),
		required: slices.Contains(rules, "required"),
		secret:   slices.Contains(rules, "secret"),
		words:    strings.Fields(f.Tag.Get("enum")),
		min:      f.Tag.Get("min"),
		max:      f.Tag.Get("max"),
	}
	k.off = slices.Contains(rules, "off") || slices.Contains(k.words, "off")
	return k
}

func indirect(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// names of the keys, in order.
func names(keys []typeKey) []string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = k.name
	}
	return all
}

// presetNode is the built-in default as a node, nil for none.
func (k typeKey) presetNode() *node {
	if !k.has {
		return nil
	}
	return nodeFor(k.typ, k.preset, Origin{Kind: FromDefault})
}

// nodeFor makes the node for a text from outside files: a list is written with
// commas.
func nodeFor(t reflect.Type, text string, origin Origin) *node {
	if indirect(t).Kind() != reflect.Slice {
		n := scalarNode(text, origin)
		if _, err := strconv.Atoi(text); err == nil {
			n.flavour = number
		}
		return n
	}
	var entries []string
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			entries = append(entries, entry)
		}
	}
	return listNode(entries, origin)
}
