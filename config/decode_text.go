package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// text decodes a scalar into a type of our own.
func (d *decoder) text(path string, n *node, target encoding.TextUnmarshaler) bool {
	if n.absent() {
		return false
	}
	if n.kind == list && reflect.TypeOf(target) == reflect.TypeFor[*StatusSet]() {
		if n = d.joined(path, n); n.absent() {
			return false
		}
	}
	if n.kind != scalar {
		d.wrong(n, path, "must be one value", "write one value, without dashes and braces")
		return false
	}
	n = d.fill.of(d, path, n)
	if n == nil {
		return false
	}
	d.remember(path, n)
	err := target.UnmarshalText([]byte(n.text))
	if err == nil {
		return true
	}
	text, hint := err.Error(), ""
	if r, ok := errors.AsType[*refusal](err); ok {
		text, hint = r.text, r.hint
	}
	if n.written != "" {
		text, hint = fmt.Sprintf("what %s stands for is no such value", n.written), hintForm(hint)
	}
	d.wrong(n, path, text, hint)
	return false
}

// hintForm keeps the general half of a hint: the other one repeats the value.
func hintForm(hint string) string {
	if _, general, ok := strings.Cut(hint, "; "); ok {
		return general
	}
	if strings.HasPrefix(hint, "write ") {
		return ""
	}
	return hint
}

// joined turns a list of statuses into the one text of the grammar; each entry
// is checked alone, so that a mistake points at it.
func (d *decoder) joined(path string, n *node) *node {
	var parts []string
	for i, item := range n.items {
		var one StatusSet
		if d.text(fmt.Sprintf("%s[%d]", path, i), item, &one) {
			parts = append(parts, d.fill.of(d, path, item).text)
		}
	}
	if len(parts) == 0 {
		return &node{flavour: null, origin: n.origin}
	}
	return &node{text: strings.Join(parts, ","), origin: n.origin}
}

// bounded decodes a text and holds it against the bounds of its key.
func (d *decoder) bounded(path string, n *node, target encoding.TextUnmarshaler, rule keyRule) {
	if rule.off && n != nil && n.flavour == boolean && n.text == "false" {
		n = &node{text: "off", origin: n.origin}
	}
	if !d.text(path, n, target) || n.origin.Kind == FromDefault {
		return
	}
	d.bounds(path, n, reflect.ValueOf(target).Elem(), rule)
}

func (d *decoder) bounds(path string, n *node, v reflect.Value, rule keyRule) {
	if v.Kind() != reflect.Int64 && v.Kind() != reflect.Int {
		return
	}
	bound := func(text string) (int64, bool) {
		b := reflect.New(v.Type())
		if t, ok := b.Interface().(encoding.TextUnmarshaler); ok {
			err := t.UnmarshalText([]byte(text))
			return b.Elem().Int(), err == nil
		}
		number, err := strconv.ParseInt(text, 10, 64)
		return number, err == nil
	}
	least, hasLeast := bound(rule.min)
	most, hasMost := bound(rule.max)
	switch {
	case hasLeast && v.Int() < least:
		d.wrong(n, path, fmt.Sprintf("%s is too little", n.shown()), "the least is "+rule.min)
	case hasMost && v.Int() > most:
		d.wrong(n, path, fmt.Sprintf("%s is too much", n.shown()), "the most is "+rule.max)
	}
}
