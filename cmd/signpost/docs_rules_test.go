package main

import (
	"fmt"
	"os"
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
			fmt.Fprintf(&b, "\n### %s\n\n%s. Severity: %s, %s.\n\n%s\n\n**Fix.** %s\n", e.ID, strings.TrimSuffix(e.Title, "."), e.Severity, unitWords[e.Unit], e.Why, e.Fix)
			for _, line := range cureWords(e.Edge) {
				b.WriteString("\n**Edge.** " + strings.ToUpper(line[:1]) + line[1:] + ".\n")
			}
			for i, d := range e.Docs {
				b.WriteString(map[bool]string{true: "\nSources: ", false: ", "}[i == 0] + "<" + d + ">")
			}
			if len(e.Docs) > 0 {
				b.WriteByte('\n')
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
