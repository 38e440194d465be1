package archtest

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// floors is the table of rooms: a room imports only rooms on lower floors.
var floors = map[string]int{
	"status":       0,
	"static":       0,
	"locale":       1,
	"problem":      2,
	"upstream":     2,
	"audit/robots": 2,
	"views":        3,
	"audit/crawl":  3,
	"audit/store":  2,

	// What the edge is made of, one concern a room.
	"upstream/lastgood": 3,
	"handlers/access":   3,
	"handlers/form":     3,
	"handlers/gate":     3,
	"handlers/listen":   3,
	"handlers/rule":     3,

	"audit/rule":   4,
	"handlers":     4,
	"audit":        5,
	"audit/cure":   6,
	"audit/report": 6,
	"audit/triage": 6,
	"audit/page":   5,
	"config":       7,
	"cmd/signpost": 8,
	testsite:       7,
}

const testsite = "internal/testsite"

// testOnly are rooms that only test files import, besides the testsite that
// two commands serve.
func testOnly(name string) bool {
	return strings.HasPrefix(name, "internal/") && name != testsite
}

func (r *room) checkFloor() {
	if _, known := floors[r.name]; !known && !testOnly(r.name) && len(r.Syntax) > 0 {
		r.report(r.Syntax[0].Package, "imports", "room %q has no floor: add it to the table, with its reason in docs/design.md", r.name)
	}
}

func (r *room) checkImports(file *ast.File) {
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		target, ours := strings.CutPrefix(path, Module+"/")
		if !ours || testOnly(r.name) {
			continue
		}
		r.checkImport(spec.Pos(), target)
	}
}

func (r *room) checkImport(pos token.Pos, target string) {
	to, known := floors[target]
	switch {
	case testOnly(target):
		r.report(pos, "imports", "%s is for tests only", target)
	case known && to >= floors[r.name]:
		r.report(pos, "imports", "%s (floor %d) imports %s (floor %d): imports point down only", r.name, floors[r.name], target, to)
	}
}
