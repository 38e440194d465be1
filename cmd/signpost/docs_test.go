package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

var update = flag.Bool("update", false, "rewrite the generated parts of the documentation")

const (
	auditGuide  = "../../docs/audit.md"
	checksBegin = "-update` -->\n"
	checksEnd   = "<!-- end of checks -->"
)

func checkTable() string {
	var b strings.Builder
	b.WriteString("| check | severity | what it finds |\n|---|---|---|\n")
	for _, c := range rule.All() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.ID, c.Severity, strings.TrimSuffix(c.Title, "."))
	}
	return b.String()
}

func TestDocsListEveryCheck(t *testing.T) {
	raw, err := os.ReadFile(auditGuide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), checksBegin)
	table, after, ok2 := strings.Cut(rest, checksEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has lost the marks around the checks", auditGuide)
	}
	if table == checkTable() {
		return
	}
	if !*update {
		t.Fatalf("the checks in %s are stale: go test ./cmd/signpost -run Docs -update", auditGuide)
	}
	if err := os.WriteFile(auditGuide, []byte(before+checksBegin+checkTable()+checksEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReadmeIsShortAndItsLinksExist(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(raw), "\n"); n > 200 {
		t.Errorf("README.md has %d lines, at most 200", n)
	}
	for part := range strings.SplitSeq(string(raw), "](") {
		target, _, ok := strings.Cut(part, ")")
		if !ok || strings.Contains(target, "://") || strings.ContainsAny(target, " \n") {
			continue
		}
		if _, err := os.Stat("../../" + target); err != nil {
			t.Errorf("README.md links to %s, which is not there", target)
		}
	}
}
