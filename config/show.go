package config

import (
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// ShowOptions say how Show writes.
type ShowOptions struct {
	Origin bool // behind each value, where it came from
}

// Show writes the whole configuration in effect as YAML that Load reads again.
// What ${…} stands for is never written: the placeholder is, and other secrets
// become stars. The defaults block is left out, since each site holds what it
// inherited.
func (l *Loaded) Show(w io.Writer, opts ShowOptions) error {
	s := &shower{ledger: l.ledger, opts: opts}
	v := reflect.ValueOf(l.File).Elem()
	for _, k := range keysOf(v.Type()) {
		if k.name != "defaults" {
			s.key(0, k.name, k.name, v.FieldByIndex(k.index), k)
		}
	}
	_, err := io.WriteString(w, s.out.String())
	return err
}

// shower writes values as lines of YAML.
type shower struct {
	*ledger
	opts ShowOptions
	out  strings.Builder
}

func (s *shower) line(depth int, path, text string) {
	line := strings.Repeat("  ", depth) + text
	if s.opts.Origin && path != "" {
		origin := Origin{Kind: FromDefault}
		if o := s.originOf(path); o != (Origin{}) {
			origin = o
		}
		line = fmt.Sprintf("%-60s # %s", line, origin)
	}
	s.out.WriteString(strings.TrimRight(line, " ") + "\n")
}

// key writes one key of a block with its value; keys that are not set and have
// no default are left out.
func (s *shower) key(depth int, path, name string, v reflect.Value, k typeKey) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	n, known := s.values[path]
	switch {
	case isBlock(v) && !isTextOf(v.Addr()):
		s.nested(depth, path, name, v)
	case v.Kind() == reflect.Map:
		s.dictionary(depth, path, name, v, k)
	case v.Kind() == reflect.Slice && !isScalar(v.Type().Elem()):
		s.entries(depth, path, name, v)
	case !known && v.IsZero():
	default:
		s.line(depth, path, quotedKey(name)+": "+s.scalar(path, v, n, k))
	}
}

func (s *shower) nested(depth int, path, name string, v reflect.Value) {
	if word, ok := wordOf(v.Addr().Interface()); ok {
		if word != "" {
			s.line(depth, path, quotedKey(name)+": "+word)
		}
		return
	}
	before := s.out.Len()
	s.line(depth, "", quotedKey(name)+":")
	begun := s.out.Len()
	s.block(depth+1, path, v)
	if s.out.Len() == begun {
		text := s.out.String()[:before]
		s.out.Reset()
		s.out.WriteString(text)
	}
}

func (s *shower) block(depth int, path string, v reflect.Value) {
	for _, k := range keysOf(v.Type()) {
		if k.viaPointer(v.Type()) && v.Field(k.index[0]).IsNil() {
			continue
		}
		s.key(depth, join(path, k.name), k.name, v.FieldByIndex(k.index), k)
	}
}

// wordOf is the short form of the types that are a word or a block.
func wordOf(v any) (word string, ok bool) {
	switch v := v.(type) {
	case *CORS:
		return v.Mode, v.Mode != ""
	case *Then:
		return pass, v.Pass
	case *StatusMap:
		if v.Recommended {
			return recommended, true
		}
		var pairs []string
		for _, p := range v.Pairs {
			pairs = append(pairs, fmt.Sprintf("%q: %s", p.Key, p.To))
		}
		return "{" + strings.Join(pairs, ", ") + "}", true
	}
	return "", false
}

func (s *shower) dictionary(depth int, path, name string, v reflect.Value, k typeKey) {
	if v.Len() == 0 {
		return
	}
	s.line(depth, "", quotedKey(name)+":")
	for _, key := range slices.SortedFunc(mapKeys(v), strings.Compare) {
		entry := reflect.New(v.Type().Elem()).Elem()
		entry.Set(v.MapIndex(reflect.ValueOf(key)))
		s.key(depth+1, join(path, key), key, entry, k)
	}
}

func mapKeys(v reflect.Value) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, k := range v.MapKeys() {
			if !yield(k.String()) {
				return
			}
		}
	}
}

// entries writes a list of blocks.
func (s *shower) entries(depth int, path, name string, v reflect.Value) {
	if v.Len() == 0 {
		return
	}
	s.line(depth, "", quotedKey(name)+":")
	for i := range v.Len() {
		inner := &shower{ledger: s.ledger, opts: s.opts}
		inner.block(depth+2, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		text := inner.out.String()
		if at := 2 * (depth + 1); len(text) > at {
			text = text[:at] + "-" + text[at+1:]
		}
		s.out.WriteString(text)
	}
}

// scalar is a value, or a list of values in brackets, as the file would say it.
func (s *shower) scalar(path string, v reflect.Value, n *node, k typeKey) string {
	if v.Kind() == reflect.Slice {
		var parts []string
		for i := range v.Len() {
			at := fmt.Sprintf("%s[%d]", path, i)
			parts = append(parts, s.scalar(at, v.Index(i), s.values[at], k))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	switch {
	case n != nil && n.written != "":
		return fmt.Sprintf("%q", n.written)
	case k.secret && !v.IsZero():
		return `"***"`
	case n != nil && n.kind == scalar && v.Type() != reflect.TypeFor[Path]():
		return plain(n.text, n.flavour != word && !n.quoted)
	}
	return plain(fmt.Sprint(v.Interface()), v.Kind() == reflect.Bool || v.Kind() == reflect.Int)
}

// plainForm is text that YAML reads as itself without quotes.
var plainForm = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9/._+-]*( [A-Za-z0-9/._+-]+)*$|^[0-9]+(ms|s|m|h|d|B|KiB|MiB|GiB|%|/s|/min|/h|xx)$`)

func plain(text string, bare bool) string {
	isBool := text == "true" || text == "false" || text == "null"
	if bare || plainForm.MatchString(text) && !isBool {
		return text
	}
	return fmt.Sprintf("%q", text)
}

func quotedKey(name string) string {
	if plainForm.MatchString(name) {
		return name
	}
	return fmt.Sprintf("%q", name)
}

func isBlock(v reflect.Value) bool { return v.Kind() == reflect.Struct }

func isTextOf(v reflect.Value) bool { return isScalar(v.Type()) }
