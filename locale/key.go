package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
)

// Kinds of sentences: the end of a key, and how long a text may be that takes
// the place of one of the kind, in characters.
const (
	kindTitle = "title" // the heading of a page
	kindText  = "text"  // what happened
	kindStep  = "step"  // what can be done
	kindLabel = "label" // a fixed word of the page
	kindWait  = "wait"  // how long to wait, {n} is the number
)

// longest is the limit of each kind in characters; a page cuts what is longer.
// Read-only.
var longest = map[string]int{kindTitle: 90, kindText: 200, kindStep: 160, kindLabel: 60, kindWait: 90}

// fieldTakenKey is the key of the heading of already-exists with a {field}.
const fieldTakenKey = "already-exists-field.title"

// formNames begin, with the unit, the keys of the waits. Read-only.
var formNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

func waitKey(u unit, form plural.Form) string {
	return unitNames[u] + "-" + formNames[form] + "." + kindWait
}

func labelKey(k Label) string { return string(k) + "." + kindLabel }

// kindOf returns the end of a key.
func kindOf(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// Keys lists the keys of the English catalogue in alphabetical order, such as
// edit-conflict.title. Each names one sentence of every language; the words for
// a wait have a key for each plural form of their language, and only those
// differ between languages.
func Keys() []string { return english.Keys() }

// Keys lists the keys of the language in alphabetical order.
func (l *Language) Keys() []string {
	var keys []string
	l.visit(func(key, text string) string {
		keys = append(keys, key)
		return text
	})
	slices.Sort(keys)
	return keys
}

// Text returns the sentence under a key; ok is false for a key that is none.
func (l *Language) Text(key string) (text string, ok bool) {
	l.visit(func(k, t string) string {
		if k == key {
			text, ok = t, true
		}
		return t
	})
	return text, ok
}
