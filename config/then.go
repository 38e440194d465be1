package config

const pass = "pass"

func (t *Then) decodeNode(d *decoder, path string, n *node) {
	if n.kind == block {
		d.fields(path, n, t)
		return
	}
	var word string
	d.word(path, n, []string{pass}, &word)
	t.Pass = word == pass
}
