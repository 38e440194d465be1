package config

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// unsplit puts a value together that the library takes for a key and its value:
// http://127.0.0.1:3000 in a list between braces. A colon behind a plain word
// separates only where a space follows (YAML 1.2.2 section 7.3.3).
func unsplit(n ast.Node) (string, bool) {
	block, ok := n.(*ast.MappingNode)
	if !ok || block.IsFlowStyle || len(block.Values) != 1 {
		return "", false
	}
	pair := block.Values[0]
	key, colon, value := pair.Key.GetToken(), pair.Start, pair.Value.GetToken()
	if _, scalar := pair.Value.(ast.ScalarNode); !scalar || isQuoted(key) || isQuoted(value) || !adjoins(colon, value) {
		return "", false
	}
	return key.Value + ":" + value.Value, true
}

// adjoins reports that a value stands directly behind its colon.
func adjoins(colon, value *token.Token) bool {
	a, b := colon.Position, value.Position
	return a != nil && b != nil && a.Line == b.Line && b.Column == a.Column+1
}
