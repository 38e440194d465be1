package report

import "testing"

func TestANameIsSaidOnce(t *testing.T) {
	for cure, want := range map[string]string{
		"cache.guard: all: `cache.guard: all` sets what":    "`cache.guard: all` sets what",
		"protect_reads: true: `protect_reads`: the newest":  "`protect_reads`: the newest",
		"audit soft404-probe products: a rule on the title": "audit soft404-probe products: a rule on the title",
		"audit x: `gone` answers 410":                       "audit x: `gone` answers 410",
		"`moved` leads on":                                  "`moved` leads on",
		"":                                                  "",
	} {
		if got := once(cure); got != want {
			t.Errorf("once(%q) = %q, want %q", cure, got, want)
		}
	}
}
