package config

import (
	"strconv"
	"strings"
)

// ledger is what is known about the values of one load: where each came from,
// what it looked like, and what is wrong.
type ledger struct {
	sources  map[string]sourceText
	values   map[string]*node  // by path
	keys     map[string]Origin // of keys, by path
	mistakes Mistakes
	warnings Mistakes
}

func newLedger() *ledger {
	return &ledger{sources: map[string]sourceText{}, values: map[string]*node{}, keys: map[string]Origin{}}
}

// remember notes where the value at a path came from.
func (l *ledger) remember(path string, n *node) {
	if n != nil {
		l.values[path] = n
	}
}

func (l *ledger) keyAt(path string, parent *node, key string) {
	for _, f := range parent.fields {
		if f.key == key {
			l.keys[path] = f.origin
		}
	}
}

func (l *ledger) wrong(n *node, path, text, hint string) {
	if n == nil {
		n = &node{}
	}
	if !n.broken {
		l.wrongAt(n.origin, path, text, hint)
	}
}

func (l *ledger) wrongAt(at Origin, path, text, hint string) {
	l.mistakes = append(l.mistakes, l.mistake(at, path, text, hint))
}

func (l *ledger) mistake(at Origin, path, text, hint string) Mistake {
	text, hint = l.masked(path, text), l.masked(path, hint)
	return Mistake{Origin: at, Path: path, Text: text, Hint: hint, Excerpt: l.sources[at.Name].line(at.Line)}
}

// masked puts the placeholder back in place of what it stands for.
func (l *ledger) masked(path, text string) string {
	const shortest = 4 // less is no secret, and part of many words
	n := l.values[path]
	if n == nil || n.written == "" || len(n.text) < shortest {
		return text
	}
	return strings.ReplaceAll(text, n.text, n.written)
}

// originOf is the place of the value at a path, or of its key.
func (l *ledger) originOf(path string) Origin {
	if n, ok := l.values[path]; ok && n.origin != (Origin{}) {
		return n.origin
	}
	return l.keys[path]
}

// shown is a scalar as a message may repeat it: quoted when it is a text, and
// as it was written when it holds what must not be shown.
func (n *node) shown() string {
	switch {
	case n.written != "":
		return n.written
	case n.secret:
		return "the value"
	case n.flavour == number || n.flavour == boolean:
		return n.text
	}
	return strconv.Quote(n.text)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
