package config

// Texts is one text or a list of them.
type Texts []string

func (t *Texts) decodeNode(d *decoder, path string, n *node) {
	d.slice(path, n, (*[]string)(t), keyRule{one: true})
}
