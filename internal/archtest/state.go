package archtest

import (
	"go/ast"
	"go/types"
)

// checkState forbids init functions and package variables that change after
// their declaration.
func (r *room) checkState(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				r.report(n.Pos(), "state", "init function: build it in a constructor")
			}
		case *ast.AssignStmt:
			for _, target := range n.Lhs {
				r.checkAssigned(target)
			}
		case *ast.IncDecStmt:
			r.checkAssigned(n.X)
		}
		return true
	})
}

func (r *room) checkAssigned(target ast.Expr) {
	id := rootIdent(target)
	if id == nil {
		return
	}
	v, ok := r.TypesInfo.ObjectOf(id).(*types.Var)
	if ok && v.Pkg() == r.Types && v.Parent() == r.Types.Scope() {
		r.report(target.Pos(), "state", "package variable %s changes: keep state in a value", id.Name)
	}
}

// rootIdent finds the variable behind x, x.f, x[i] and *x.
func rootIdent(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
