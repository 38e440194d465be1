package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

const rulesGuide = "../../docs/rules.md"

// rulesPage is docs/rules.md: what `signpost rules ID` prints, for every check.
func rulesPage() string {
	var b strings.Builder
	b.WriteString("# The checks of the audit\n\nWritten from the catalogue by `go test ./cmd/signpost -run Docs -update`; `signpost rules ID` prints the same.\n")
	for _, letter := range rule.Groups() {
		fmt.Fprintf(&b, "\n## Group %s\n", letter)
		entries, err := chosenRules(nil, letter)
		if err != nil {
			return err.Error()
		}
		for _, e := range entries {
			fmt.Fprintf(&b, "\n### %s\n\n(%s, group %s)\n\n", e.ID, e.Severity, e.Group)
			for _, r := range ruleRows(e) {
				text := r.text
				if strings.HasPrefix(text, "http") {
					text = "<" + text + ">"
				}
				fmt.Fprintf(&b, "- **%s** %s\n", r.label, text)
			}
		}
	}
	return b.String()
}

func TestDocsExplainEveryCheck(t *testing.T) {
	if *update {
		if err := os.WriteFile(rulesGuide, []byte(rulesPage()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(rulesGuide)
	if err != nil || string(raw) != rulesPage() {
		t.Fatalf("%s is stale (%v): go test ./cmd/signpost -run Docs -update", rulesGuide, err)
	}
}

// bareWords are the words of a text without the marks of Markdown.
func bareWords(text string) (words []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "- **")
		line = strings.NewReplacer("** ", " ", "<http", "http").Replace(line)
		if strings.Contains(line, "http") {
			line = strings.TrimSuffix(line, ">")
		}
		words = append(words, strings.Fields(line)...)
	}
	return words
}

func TestDocsSayOfEachCheckWhatTheCommandPrints(t *testing.T) {
	raw, err := os.ReadFile(rulesGuide)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(raw), "\n### ")[1:]
	if len(parts) != len(rule.All()) {
		t.Fatalf("%d checks in %s, want %d", len(parts), rulesGuide, len(rule.All()))
	}
	for _, part := range parts {
		part, _, _ = strings.Cut(part, "\n## Group")
		id, _, _ := strings.Cut(part, "\n")
		var printed bytes.Buffer
		if code := run(t.Context(), []string{"rules", id}, streams{out: &printed, err: &printed}); code != exitFine {
			t.Fatalf("rules %s: exit code %d: %s", id, code, &printed)
		}
		if want, got := bareWords(printed.String()), bareWords(part); !slices.Equal(want, got) {
			t.Errorf("%s: the command prints\n%q\nand the docs say\n%q", id, want, got)
		}
	}
}
