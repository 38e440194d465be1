package archtest

import (
	"go/ast"
	"go/token"
)

// The budgets of the code.
const (
	maxFunctionLines = 60
	maxFileLines     = 400
)

func (r *room) checkLength(file *ast.File) {
	if lines := r.lines(file.FileStart, file.FileEnd); lines > maxFileLines {
		r.report(file.Package, "length", "file has %d lines, at most %d: split it by idea", lines, maxFileLines)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			r.checkFunction(n, n.Name.Name)
		case *ast.FuncLit:
			r.checkFunction(n, "function literal")
		}
		return true
	})
}

func (r *room) checkFunction(n ast.Node, name string) {
	if lines := r.lines(n.Pos(), n.End()); lines > maxFunctionLines {
		r.report(n.Pos(), "length", "%s has %d lines, at most %d", name, lines, maxFunctionLines)
	}
}

// lines counts the lines that lie between two places of one file.
func (r *room) lines(from, to token.Pos) int {
	return r.Fset.Position(to).Line - r.Fset.Position(from).Line + 1
}
