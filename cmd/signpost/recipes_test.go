package main

import (
	"os"
	"strings"
	"testing"
)

// recipe returns the fenced block of docs/drop-in.md whose first line names it,
// with the addresses of the text replaced by those of the test.
func recipe(t *testing.T, name string, addresses map[string]string) string {
	t.Helper()
	doc, err := os.ReadFile("../../docs/drop-in.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(doc), "\n# "+name+"\n")
	text, _, closed := strings.Cut(rest, "\n```\n")
	if !found || !closed {
		t.Fatalf("docs/drop-in.md has no recipe %q", name)
	}
	for there, here := range addresses {
		text = strings.ReplaceAll(text, there, here)
	}
	return text
}
