package problem_test

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
)

// readSentence reads a bare sentence under a 409 to a POST.
func readSentence(s string) problem.Problem {
	return problem.Read(problem.Exchange{
		Method: http.MethodPost, Status: 409, Header: http.Header{"Content-Type": {"application/json"}},
		Body: []byte(`{"detail":"` + strings.ReplaceAll(s, `"`, `\"`) + `"}`),
	})
}

func TestEveryTextRuleReadsItsSentenceAndNotItsNearMiss(t *testing.T) {
	data, err := os.ReadFile("testdata/phrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var tested []string
	for line := range strings.Lines(string(data)) {
		columns := strings.Split(strings.TrimSpace(line), " || ")
		if strings.HasPrefix(line, "#") || len(columns) != 3 {
			continue
		}
		rule, hit, miss := columns[0], columns[1], columns[2]
		tested = append(tested, rule)
		if got := readSentence(hit).Rule; got != "words "+rule {
			t.Errorf("%q is read by %q, want %q", hit, got, rule)
		}
		if got := readSentence(miss); got.Rule == "words "+rule {
			t.Errorf("%q must not be read by %q", miss, rule)
		}
	}
	for _, rule := range problem.TextRulePatterns() {
		if !slices.Contains(tested, rule) {
			t.Errorf("rule %q has no sentence in testdata/phrases.txt", rule)
		}
	}
}
