package problem

import (
	"slices"
	"strings"
	"unicode"
)

// tree is a JSON value or an XML document as a flat list in document order. A
// Go map would lose the order that ties between sentences need.
type tree struct {
	nodes    []node
	complete bool // the document ended where it should
}

type nodeType uint8

const (
	isObject nodeType = iota
	isArray
	isString
	isNumber // or true, false
	isNull
	isElement // of XML, with its text as value
)

// node is a member, an item or an element.
type node struct {
	parent int    // index in the tree; -1 at the top
	key    string // in snake case; empty for items of an array
	name   string // the key as it stands
	value  string // decoded text of a scalar
	typ    nodeType
	depth  int
	quoted bool // from JSON inside a JSON string
}

// add appends n unless the tree is full, and returns its index or -1.
func (t *tree) add(n node) int {
	if len(t.nodes) >= maxNodes {
		return -1
	}
	t.nodes = append(t.nodes, n)
	return len(t.nodes) - 1
}

// below returns the nodes inside the one at index at.
func (t *tree) below(at int) []node {
	end := at + 1
	for end < len(t.nodes) && t.nodes[end].depth > t.nodes[at].depth {
		end++
	}
	return t.nodes[at+1 : end]
}

// hasAtTop reports whether the top has a member of one of these keys.
func (t *tree) hasAtTop(keys []string) bool {
	return len(keys) > 0 && slices.ContainsFunc(t.nodes, func(n node) bool {
		return n.parent == 0 && slices.Contains(keys, n.key)
	})
}

// up returns the nearest ancestor that has a key, and false at the top.
func (t *tree) up(n node) (node, bool) {
	for n.parent >= 0 {
		n = t.nodes[n.parent]
		if n.key != "" {
			return n, true
		}
	}
	return node{}, false
}

// matches reports whether n sits at path, a list of keys from the top. A path
// that starts with "*" may begin anywhere; items of arrays have no name.
func (t *tree) matches(n node, path []string) bool {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == "*" {
			return true
		}
		if n.key != path[i] {
			return false
		}
		var ok bool
		if n, ok = t.up(n); !ok {
			return i == 0 || path[i-1] == "*"
		}
	}
	return false
}

// compilePaths splits paths of keys that are joined by dots.
func compilePaths(paths ...string) [][]string {
	var all [][]string
	for _, p := range paths {
		all = append(all, strings.Split(p, "."))
	}
	return all
}

// find returns the first node at path.
func (t *tree) find(path []string) (node, bool) {
	last := path[len(path)-1]
	for _, n := range t.nodes {
		if n.key == last && t.matches(n, path) {
			return n, true
		}
	}
	return node{}, false
}

// get returns the first scalar at path.
func (t *tree) get(path []string) (string, bool) {
	last := path[len(path)-1]
	for _, n := range t.nodes {
		if n.key == last && n.isScalar() && t.matches(n, path) {
			return n.value, true
		}
	}
	return "", false
}

func (n node) isScalar() bool { return n.typ == isString || n.typ == isNumber || n.typ == isElement }

// snake writes a name in snake case: errorCode, ErrorCode, error-code and
// error.code all give error_code. A name that is so already costs nothing.
func snake(s string) string {
	if isSnake(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 4)
	runes := []rune(s)
	pending := false
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			pending = b.Len() > 0 || (r == '_' && i == 0)
			continue
		}
		if startsHump(runes, i) || pending {
			if b.Len() > 0 || pending {
				b.WriteByte('_')
			}
			pending = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	if b.Len() == 0 {
		return s
	}
	return b.String()
}

// startsHump reports whether an upper-case letter begins a new word: after a
// lower-case letter or digit, or as the last of several capitals (HTTPCode).
func startsHump(runes []rune, i int) bool {
	if i == 0 || !unicode.IsUpper(runes[i]) {
		return false
	}
	prev := runes[i-1]
	if unicode.IsLower(prev) || unicode.IsDigit(prev) {
		return true
	}
	return unicode.IsUpper(prev) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

func isSnake(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		ok := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' && i+1 < len(s) && s[i+1] != '_'
		if !ok {
			return false
		}
	}
	return true
}
