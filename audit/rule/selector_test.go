package rule_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

func TestASelectorNamesChecksByIDGlobAndGroup(t *testing.T) {
	for text, want := range map[string]map[[2]string]bool{
		"link-4xx":  {{"link-4xx", "A"}: true, {"link-4xxx", "A"}: false, {"link-5xx", "A"}: false},
		"soft404-*": {{"soft404-probe", "B"}: true, {"link-4xx", "A"}: false},
		"group:F":   {{"robots-5xx", "F"}: true, {"link-4xx", "A"}: false},
	} {
		s, err := rule.ParseSelector(text)
		if err != nil {
			t.Fatal(err)
		}
		for check, matches := range want {
			if got := s.Matches(check[0], check[1]); got != matches {
				t.Errorf("%s matches %s: %t, want %t", text, check, got, matches)
			}
		}
	}
}

func TestAMistypedSelectorNamesTheNearestCheck(t *testing.T) {
	for text, want := range map[string]string{
		"link-4x":    `unknown check "link-4x"; did you mean "link-4xx"?`,
		"group:Ω":    `unknown group "Ω": use one of A, B`,
		"":           "a check is missing",
		"[":          "glob",
		"zebra-farm": `unknown check "zebra-farm"`,
	} {
		_, err := rule.ParseSelectors([]string{"link-4xx", text})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("ParseSelector(%q) = %v, want %q", text, err, want)
		}
	}
	if _, err := rule.ParseSelector("zebra-farm"); strings.Contains(err.Error(), "mean") {
		t.Errorf("a far word is guessed: %v", err)
	}
}
