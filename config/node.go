package config

// kind is the shape of a node.
type kind uint8

const (
	scalar kind = iota
	list
	block
)

// flavour is what YAML takes a scalar for.
type flavour uint8

const (
	word flavour = iota
	number
	boolean
	null
)

// node is one value of a configuration before it has a type: YAML, the
// environment, flags and defaults all become nodes.
type node struct {
	kind
	flavour         // of a scalar
	text    string  // of a scalar
	quoted  bool    // of a scalar
	items   []*node // of a list
	fields  []field // of a block, in the order of the file
	origin  Origin
	written string // the scalar before ${…} was put in; empty when there is none
	secret  bool   // never shown
	broken  bool   // what stood here is reported already
}

// field is one key of a block and its value.
type field struct {
	key    string
	origin Origin // of the key
	value  *node
}

// get returns the value of a key, nil when it is not there.
func (n *node) get(key string) *node {
	if n == nil || n.kind != block {
		return nil
	}
	for _, f := range n.fields {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

// set gives a key its value, in place of one it has.
func (n *node) set(key string, origin Origin, value *node) {
	for i := range n.fields {
		if n.fields[i].key == key {
			n.fields[i] = field{key, origin, value}
			return
		}
	}
	n.fields = append(n.fields, field{key, origin, value})
}

// absent reports a node that says nothing: none at all, or `key:` and no more.
func (n *node) absent() bool { return n == nil || n.kind == scalar && n.flavour == null }

func scalarNode(s string, origin Origin) *node {
	n := &node{kind: scalar, text: s, origin: origin}
	if s == "true" || s == "false" {
		n.flavour = boolean
	}
	return n
}

func listNode(texts []string, origin Origin) *node {
	n := &node{kind: list, origin: origin}
	for _, s := range texts {
		n.items = append(n.items, scalarNode(s, origin))
	}
	return n
}
