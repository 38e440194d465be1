package archtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/archtest"
)

func TestTheHouseIsInShape(t *testing.T) {
	findings, err := archtest.Check("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

// The tree under testdata/bad breaks every rule once, beside near misses that
// must not be reported.
func TestEveryBrokenRuleIsFound(t *testing.T) {
	findings, err := archtest.Check(badTree(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"cellar/cellar.go:1: docs: package cellar has no package comment",
		`cellar/cellar.go:1: imports: room "cellar" has no floor`,
		"locale/locale.go:5: imports: locale (floor 1) imports views (floor 3)",
		"problem/problem.go:5: imports: internal/golden is for tests only",
		"status/long.go:1: length: file has 401 lines",
		"views/compare.go:16: status: a status is compared",
		"views/compare.go:17: status: a status is compared",
		"views/compare.go:18: status: a status is compared",
		"views/compare.go:19: status: a status is compared",
		"views/compare.go:24: status: a switch over a status",
		"views/docs.go:3: docs: Bare is exported and has no comment",
		"views/docs.go:6: docs: the comment of Wrong does not start",
		"views/docs.go:9: docs: Limit is exported and has no comment",
		"views/long.go:4: length: Long has 61 lines",
		"views/state.go:7: state: init function",
		"views/state.go:10: state: package variable cache changes",
		"views/state.go:11: state: package variable count changes",
	}
	for _, w := range want {
		if !slices.ContainsFunc(findings, func(f archtest.Finding) bool { return strings.HasPrefix(f.String(), w) }) {
			t.Errorf("not found: %s", w)
		}
	}
	for _, f := range findings {
		if !slices.ContainsFunc(want, func(w string) bool { return strings.HasPrefix(f.String(), w) }) {
			t.Errorf("reported a near miss: %s", f)
		}
	}
}

// badTree copies testdata/bad and adds a file of one line too many.
func badTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/bad")); err != nil {
		t.Fatal(err)
	}
	long := "package status\n\n" + strings.Repeat("// A line of a long file.\n", 399)
	if err := os.WriteFile(filepath.Join(dir, "status", "long.go"), []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
