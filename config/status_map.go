package config

import (
	"github.com/seed-3913a1bb/signpost/status"
)

// StatusMap sends another status in place of one: pairs inside 400 to 599, or
// the word recommended, which stands for the list of docs and edge.
type StatusMap struct {
	Recommended bool
	Pairs       map[status.Code]status.Code
}

const recommended = "recommended"

func (m *StatusMap) decodeNode(d *decoder, path string, n *node) {
	if n.absent() {
		d.remember(path, &node{text: "{}"})
		return
	}
	if n.kind != block {
		var word string
		d.word(path, n, []string{recommended}, &word)
		m.Recommended = word == recommended
		return
	}
	m.Pairs = map[status.Code]status.Code{}
	for _, f := range n.fields {
		at := path + "." + f.key
		var from, to Status
		d.text(at, &node{text: f.key, origin: f.origin}, &from)
		d.text(at, f.value, &to)
		if from.Valid() && to.Valid() {
			m.Pairs[from.Code] = to.Code
		}
	}
}
