package config

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// reader is the one place that knows the YAML library.
type reader struct {
	sourceText
	anchors  map[string]anchor
	nodes    int
	mistakes Mistakes
}

// unusable stands where a mistake was found.
func unusable(at Origin) *node { return &node{flavour: null, origin: at, broken: true} }

// anchor is a value that aliases repeat, and how many nodes each of them costs.
type anchor struct {
	*node
	size int
}

// parse reads one YAML document into a tree. The tree is nil when the text is
// no YAML; mistakes inside a readable document leave the rest of it usable.
func parse(name string, data []byte) (*node, Mistakes) {
	data = normalised(data)
	r := &reader{sourceText: newSourceText(name, data), anchors: map[string]anchor{}}
	if m := r.unreadable(data); m != nil {
		return nil, Mistakes{*m}
	}
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, Mistakes{r.syntax(err)}
	}
	root := r.document(file)
	return root, r.mistakes
}

// document wants exactly one document with keys.
func (r *reader) document(file *ast.File) *node {
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType {
			continue
		}
		if directive, ok := d.Body.(*ast.DirectiveNode); ok {
			r.wrong(r.place(directive), "a directive has no meaning here", "take the line that begins with % out")
			continue
		}
		bodies = append(bodies, d.Body)
	}
	if len(bodies) == 0 {
		r.wrong(r.at(1, 1), "the file is empty", "`signpost config init` writes one to begin with")
		return nil
	}
	if len(bodies) > 1 {
		r.wrong(r.place(bodies[1]), "a second document begins here", "one file holds one document: take out the line ---")
	}
	root := r.node(bodies[0], 0)
	if root.kind != block {
		r.wrong(r.place(bodies[0]), "the file must be a list of keys", "begin with `version: 1`")
		return nil
	}
	return root
}

// node turns a piece of YAML into ours. Whatever it cannot use becomes a
// mistake and an empty node.
func (r *reader) node(n ast.Node, depth int) *node {
	origin := r.place(n)
	if !r.afford(1, depth, origin) {
		return unusable(origin)
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return r.block(n.Values, origin, depth)
	case *ast.MappingValueNode:
		return r.block([]*ast.MappingValueNode{n}, origin, depth)
	case *ast.SequenceNode:
		return r.list(n, origin, depth)
	case *ast.AnchorNode:
		before := r.nodes
		value := r.node(n.Value, depth)
		r.anchors[n.Name.GetToken().Value] = anchor{value, r.nodes - before}
		return value
	case *ast.AliasNode:
		return r.alias(n, origin)
	case *ast.TagNode:
		r.wrong(origin, fmt.Sprintf("%s is read as a YAML tag, which has no meaning here", n.GetToken().Value),
			fmt.Sprintf("put quotes around it: %q", n.GetToken().Value))
		return unusable(origin)
	case *ast.LiteralNode:
		return &node{text: n.Value.Value, origin: origin}
	}
	return r.scalar(n, origin)
}

// afford counts nodes against the bound and says once that it is reached.
func (r *reader) afford(nodes, depth int, origin Origin) bool {
	if r.nodes > maxNodes {
		return false
	}
	if r.nodes += nodes; r.nodes <= maxNodes && depth <= maxDepth {
		return true
	}
	r.nodes = maxNodes + 1
	r.wrong(origin, "the file is nested too deep, or repeats itself too often by aliases", "write it without aliases")
	return false
}

func (r *reader) block(values []*ast.MappingValueNode, origin Origin, depth int) *node {
	b := &node{kind: block, origin: origin}
	seen := map[string]int{}
	for _, v := range values {
		at := r.place(v.Key)
		if b.fields == nil {
			b.origin = at
		}
		if v.Key.Type() == ast.MergeKeyType {
			r.wrong(at, "<< is a merge key of YAML 1.1", "put what sites share under `defaults`")
			continue
		}
		key := v.Key.GetToken().Value
		if first, twice := seen[key]; twice {
			r.wrong(at, fmt.Sprintf("the key %q stands here a second time", key), fmt.Sprintf("it is on line %d already", first))
			continue
		}
		seen[key] = at.Line
		if v.Start == v.Key.GetToken() && v.Value.Type() == ast.NullType {
			r.wrong(at, fmt.Sprintf("{%s} is read as a key without a value", key), fmt.Sprintf("put quotes around it: %q", "{"+key+"}"))
			return unusable(origin)
		}
		b.fields = append(b.fields, field{key, at, r.node(v.Value, depth+1)})
	}
	return b
}

func (r *reader) list(n *ast.SequenceNode, origin Origin, depth int) *node {
	l := &node{kind: list, origin: origin}
	for _, v := range n.Values {
		if text, ok := unsplit(v); ok {
			l.items = append(l.items, &node{text: text, origin: r.place(v)})
			continue
		}
		l.items = append(l.items, r.node(v, depth+1))
	}
	return l
}

// alias repeats an anchored value. Its nodes count again, so that a few
// aliases of aliases cannot grow without bound.
func (r *reader) alias(n *ast.AliasNode, origin Origin) *node {
	name := n.Value.GetToken().Value
	anchored, ok := r.anchors[name]
	if !ok {
		r.wrong(origin, fmt.Sprintf("*%s is read as a YAML alias, and nothing here is called &%s", name, name),
			fmt.Sprintf("put quotes around it: %q", "*"+name))
		return unusable(origin)
	}
	if !r.afford(anchored.size, 0, origin) {
		return unusable(origin)
	}
	return anchored.node
}

func (r *reader) scalar(n ast.Node, origin Origin) *node {
	s := &node{text: n.GetToken().Value, origin: origin}
	switch n.Type() {
	case ast.NullType:
		s.flavour = null
	case ast.BoolType:
		s.flavour = boolean
	case ast.IntegerType, ast.FloatType, ast.InfinityType, ast.NanType:
		s.flavour = number
	case ast.StringType:
		s.quoted = isQuoted(n.GetToken())
	}
	return s
}

func isQuoted(t *token.Token) bool {
	return t.Type == token.DoubleQuoteType || t.Type == token.SingleQuoteType
}

// place is where a piece of YAML begins: a block at its first key, not at the
// colon behind it.
func (r *reader) place(n ast.Node) Origin {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return r.place(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return r.place(n.Key)
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return r.at(t.Position.Line, t.Position.Column)
	}
	return r.at(1, 1)
}

func (r *reader) wrong(at Origin, text, hint string) {
	r.mistakes = append(r.mistakes, Mistake{Origin: at, Text: text, Hint: hint, Excerpt: r.line(at.Line)})
}

// syntaxError is what the library's errors have in common.
type syntaxError interface {
	error
	GetToken() *token.Token
	GetMessage() string
}

func (r *reader) syntax(err error) Mistake {
	at, said := r.at(1, 1), "the file is not valid YAML"
	if e, ok := errors.AsType[syntaxError](err); ok {
		said = e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			at = r.at(t.Position.Line, t.Position.Column)
		}
	}
	line := r.line(at.Line)
	text, hint := inPlainWords(said, line)
	return Mistake{Origin: at, Text: text, Hint: hint, Excerpt: line}
}
