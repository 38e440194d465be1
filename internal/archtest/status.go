package archtest

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// checkStatus reports every comparison of a status number outside package
// status. Comparing with the constant 0, "not set", is no comparison of
// statuses.
func (r *room) checkStatus(file *ast.File) {
	if r.name == "status" || testOnly(r.name) {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if isComparison(n.Op) && r.comparesStatus(n.X, n.Y) {
				r.report(n.OpPos, "status", "a status is compared outside package status: ask the Code or a Set")
			}
		case *ast.SwitchStmt:
			if n.Tag != nil && r.isStatus(n.Tag) {
				r.report(n.Switch, "status", "a switch over a status outside package status: use a table or a Set")
			}
		}
		return true
	})
}

func isComparison(op token.Token) bool {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

func (r *room) comparesStatus(x, y ast.Expr) bool {
	if r.isZero(x) || r.isZero(y) {
		return false
	}
	if r.isStatus(x) || r.isStatus(y) {
		return true
	}
	return r.inStatusRange(x) && namesStatus(y) || r.inStatusRange(y) && namesStatus(x)
}

func (r *room) isZero(e ast.Expr) bool {
	v := r.TypesInfo.Types[e].Value
	return v != nil && v.Kind() == constant.Int && constant.Sign(v) == 0
}

// isStatus recognises a status.Code, the StatusCode of a response, and the
// constants of net/http.
func (r *room) isStatus(e ast.Expr) bool {
	if named, ok := types.Unalias(r.TypesInfo.TypeOf(e)).(*types.Named); ok {
		obj := named.Obj()
		if obj.Name() == "Code" && obj.Pkg() != nil && obj.Pkg().Path() == Module+"/status" {
			return true
		}
	}
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	obj := r.TypesInfo.ObjectOf(sel.Sel)
	if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() != "net/http" {
		return false
	}
	return obj.Name() == "StatusCode" || strings.HasPrefix(obj.Name(), "Status") && isConst(obj)
}

func isConst(obj types.Object) bool {
	_, ok := obj.(*types.Const)
	return ok
}

func (r *room) inStatusRange(e ast.Expr) bool {
	v := r.TypesInfo.Types[e].Value
	if v == nil || v.Kind() != constant.Int {
		return false
	}
	n, exact := constant.Int64Val(v)
	return exact && n >= 100 && n <= 600
}

// namesStatus finds plain integers that are statuses by their name.
func namesStatus(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			name := strings.ToLower(id.Name)
			found = found || strings.Contains(name, "status") || strings.Contains(name, "code")
		}
		return !found
	})
	return found
}
