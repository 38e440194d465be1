// Package archtest keeps the house in shape: it loads the module with its types
// and reports what breaks the rules of docs/design.md. It is for tests only.
//
//	findings, err := archtest.Check("../..")
package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Module is the import path that the rules speak about.
const Module = "github.com/seed-3913a1bb/signpost"

// Finding is one broken rule at one place.
type Finding struct {
	File string // relative to the checked directory
	Line int
	Rule string // imports, status, length, docs, state
	Text string
}

// String formats the finding as file:line: rule: text.
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.File, f.Line, f.Rule, f.Text)
}

// Check loads every package of the module in dir and applies all rules. It
// returns an error when the tree does not load or compile.
func Check(dir string) ([]Finding, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	pkgs, err := packages.Load(&packages.Config{
		Dir: abs,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax |
			packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports,
	}, "./...")
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", dir, err)
	}
	var findings []Finding
	for _, p := range pkgs {
		if len(p.Errors) > 0 {
			return nil, fmt.Errorf("load %s: %w", p.PkgPath, p.Errors[0])
		}
		findings = append(findings, checkPackage(abs, p)...)
	}
	slices.SortFunc(findings, func(a, b Finding) int { return strings.Compare(a.String(), b.String()) })
	return findings, nil
}

// room is one package under check.
type room struct {
	*packages.Package
	root     string
	name     string // import path below the module, "" for the root
	findings []Finding
}

func checkPackage(root string, p *packages.Package) []Finding {
	r := &room{Package: p, root: root}
	r.name = strings.TrimPrefix(strings.TrimPrefix(p.PkgPath, Module), "/")
	r.checkFloor()
	r.checkPackageComment()
	for _, file := range p.Syntax {
		if ast.IsGenerated(file) {
			continue
		}
		r.checkImports(file)
		r.checkStatus(file)
		r.checkLength(file)
		r.checkDocs(file)
		r.checkState(file)
	}
	return r.findings
}

func (r *room) report(pos token.Pos, rule, format string, args ...any) {
	at := r.Fset.Position(pos)
	file, err := filepath.Rel(r.root, at.Filename)
	if err != nil {
		file = at.Filename
	}
	r.findings = append(r.findings, Finding{
		File: filepath.ToSlash(file), Line: at.Line, Rule: rule, Text: fmt.Sprintf(format, args...),
	})
}
