package config

import (
	"context"
	"reflect"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
)

// Update reports that golden files are to be written.
func Update() bool { return *update }

// Settle is settle.
func Settle(ctx context.Context, events <-chan int, quiet time.Duration, act func() error) error {
	return settle(ctx, events, nil, quiet, act)
}

// Digest is digest.
func Digest(files []string) [32]byte { return digest(files) }

// WordKey is a key with a closed set of words.
type WordKey struct {
	Path  string
	Words []string
	key   typeKey
}

// WordKeys lists every key with a closed set, of every block.
func WordKeys() []WordKey {
	var found []WordKey
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] || isScalar(t) {
			return
		}
		seen[t] = true
		for _, k := range keysOf(t) {
			if len(k.words) > 0 {
				found = append(found, WordKey{t.Name() + "." + k.name, k.words, k})
			}
			walk(k.typ)
		}
	}
	walk(reflect.TypeFor[File]())
	words := func(path string, words ...string) {
		found = append(found, WordKey{path, words, typeKey{typ: reflect.TypeFor[string](), keyRule: keyRule{words: words}}})
	}
	words("CORS", CORSMirror, CORSOff)
	return found
}

// DecodeWord reads one word as the value of a key.
func DecodeWord(k WordKey, word string) error {
	l := newLedger()
	d := &decoder{ledger: l, fill: &interpolation{}, types: map[reflect.Type][]typeKey{}}
	d.value(k.Path, nodeFor(k.key.typ, word, Origin{Kind: FromFile}), reflect.New(k.key.typ), k.key.keyRule)
	if len(l.mistakes) > 0 {
		return l.mistakes
	}
	return nil
}

// ConflictOptions are what the edge is built with.
func ConflictOptions(c *Conflict) (handlers.ConflictOptions, error) { return c.options() }
