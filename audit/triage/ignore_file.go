package triage

import (
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// maxIgnoreFile bounds a file of ignores.
const maxIgnoreFile = 1 << 20

// ReadIgnores reads a YAML list of ignores:
//
//   - rule: redirect-internal-link
//     path: /legacy/**
//     because: retired in May
//     until: 2027-01-31
//
// The error names every mistake with its place as file:line:column.
func ReadIgnores(name string, in io.Reader) ([]Ignore, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxIgnoreFile+1))
	if err != nil {
		return nil, fmt.Errorf("read ignores %s: %w", name, err)
	}
	if len(raw) > maxIgnoreFile {
		return nil, fmt.Errorf("read ignores %s: more than %d bytes", name, maxIgnoreFile)
	}
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil, fmt.Errorf("read ignores %s: %w", name, err)
	}
	r := ignoreReader{name: name}
	for _, doc := range file.Docs {
		r.list(doc.Body)
	}
	return r.out, errors.Join(r.wrong...)
}

// ignoreReader collects entries and mistakes.
type ignoreReader struct {
	name  string
	out   []Ignore
	wrong []error
}

func (r *ignoreReader) complain(at ast.Node, format string, args ...any) {
	place := at.GetToken().Position
	r.wrong = append(r.wrong, fmt.Errorf("%s:%d:%d: %w", r.name, place.Line, place.Column, fmt.Errorf(format, args...)))
}

func (r *ignoreReader) list(node ast.Node) {
	switch node := node.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
	case *ast.SequenceNode:
		for _, item := range node.Values {
			r.entry(item)
		}
	default:
		r.complain(node, "want a list of ignores, each beginning with - rule:")
	}
}

func (r *ignoreReader) entry(node ast.Node) {
	mapping, ok := node.(ast.MapNode)
	if !ok {
		r.complain(node, "want an ignore with rule, path, because and until")
		return
	}
	var e IgnoreEntry
	keys := map[string]*string{"rule": &e.Rule, "path": &e.Path, "because": &e.Because, "until": &e.Until}
	sound := true
	for pairs := mapping.MapRange(); pairs.Next(); {
		sound = r.value(pairs.Key(), pairs.Value(), keys) && sound
	}
	if !sound {
		return
	}
	i, err := NewIgnore(e)
	if err != nil {
		r.complain(node, "%w", err)
		return
	}
	r.out = append(r.out, i)
}

// keyNames are the keys of an entry.
var keyNames = []string{"rule", "path", "because", "until"}

func (r *ignoreReader) value(key ast.MapKeyNode, value ast.Node, into map[string]*string) bool {
	name := key.GetToken().Value
	place, known := into[name]
	if !known {
		r.complain(key, "unknown key %q%s", name, rule.Nearest(name, keyNames))
		return false
	}
	switch value := value.(type) {
	case *ast.StringNode:
		*place = value.Value
	case *ast.LiteralNode:
		*place = value.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		*place = value.GetToken().Value
	default:
		r.complain(key, "%s: want plain text", name)
		return false
	}
	return true
}
