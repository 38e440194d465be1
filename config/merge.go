package config

// inherit returns what a site says, completed by what the defaults say. A block
// is merged key by key; anything else is replaced as a whole.
func inherit(defaults, own *node) *node {
	switch {
	case own.absent():
		return defaults
	case defaults.absent() || defaults.kind != block || own.kind != block:
		return own
	}
	merged := *own
	merged.fields = append([]field(nil), own.fields...)
	for _, d := range defaults.fields {
		if v := own.get(d.key); v != nil {
			merged.set(d.key, ownOrigin(own, d.key), inherit(d.value, v))
			continue
		}
		merged.fields = append(merged.fields, d)
	}
	return &merged
}

func ownOrigin(n *node, key string) Origin {
	for _, f := range n.fields {
		if f.key == key {
			return f.origin
		}
	}
	return Origin{}
}
