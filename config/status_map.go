package config

// StatusMap sends another status in place of one: pairs inside 400 to 599, or
// the word recommended, which sends what products invented as what everybody
// knows.
type StatusMap struct {
	Recommended bool
	Pairs       []StatusPair // in the order of the file
}

// StatusPair is one line of a StatusMap.
type StatusPair struct {
	From StatusSet
	To   Status
	Key  string // From as written
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
	for _, f := range n.fields {
		pair := StatusPair{Key: f.key}
		at := join(path, f.key)
		d.keys[at] = f.origin
		if d.text(at, &node{text: f.key, origin: f.origin}, &pair.From) && d.text(at, f.value, &pair.To) {
			m.Pairs = append(m.Pairs, pair)
		}
	}
}
