package archtest

import (
	"go/ast"
	"go/token"
	"strings"
)

func (r *room) checkPackageComment() {
	for _, file := range r.Syntax {
		if file.Doc != nil {
			return
		}
	}
	if len(r.Syntax) > 0 {
		r.report(r.Syntax[0].Package, "docs", "package %s has no package comment", r.Name)
	}
}

// checkDocs wants a comment on every exported name; that of a function or type
// starts with the name.
func (r *room) checkDocs(file *ast.File) {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && exportedReceiver(d) {
				r.wantDoc(d.Pos(), d.Doc, d.Name.Name)
			}
		case *ast.GenDecl:
			r.checkGroup(d)
		}
	}
}

func (r *room) checkGroup(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() {
				r.wantDoc(s.Pos(), firstDoc(s.Doc, d.Doc), s.Name.Name)
			}
		case *ast.ValueSpec:
			r.checkValue(d, s)
		}
	}
}

// checkValue accepts the comment of the group or of the line for constants and
// variables.
func (r *room) checkValue(d *ast.GenDecl, s *ast.ValueSpec) {
	if d.Tok == token.IMPORT || firstDoc(s.Doc, s.Comment, d.Doc) != nil {
		return
	}
	for _, name := range s.Names {
		if name.IsExported() {
			r.report(name.Pos(), "docs", "%s is exported and has no comment", name.Name)
		}
	}
}

func (r *room) wantDoc(pos token.Pos, doc *ast.CommentGroup, name string) {
	switch {
	case doc == nil:
		r.report(pos, "docs", "%s is exported and has no comment", name)
	case !startsWithName(doc.Text(), name):
		r.report(pos, "docs", "the comment of %s does not start with its name", name)
	}
}

func startsWithName(text, name string) bool {
	for _, article := range []string{"", "A ", "An ", "The "} {
		if rest, ok := strings.CutPrefix(text, article+name); ok && (rest == "" || !isLetter(rest[0])) {
			return true
		}
	}
	return false
}

func isLetter(b byte) bool { return b == '_' || b|0x20 >= 'a' && b|0x20 <= 'z' }

func firstDoc(docs ...*ast.CommentGroup) *ast.CommentGroup {
	for _, d := range docs {
		if d != nil {
			return d
		}
	}
	return nil
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}
