package main

import (
	"strings"
	"testing"
)

const (
	green = `{"Action":"output","Package":"p","Test":"TestA","Output":"secret\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Elapsed":1.5}
`
	skipping = `{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:7: needs Debian package nginx-light\n"}
{"Action":"skip","Package":"p","Test":"TestB"}
`
	red = `{"Action":"output","Package":"p","Test":"TestC","Output":"got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestC"}
{"Action":"fail","Package":"p"}
`
	broken = `{"ImportPath":"p","Action":"build-output","Output":"p/x.go:1: syntax error\n"}
{"ImportPath":"p","Action":"build-fail"}
`
)

func TestRunsAreJudged(t *testing.T) {
	for _, c := range []struct {
		name, in string
		code     int
		want     []string
	}{
		{"a green run counts its tests", green, 0, []string{"ok    p", "1 passed, 0 failed, 0 skipped"}},
		{"skips are counted with their reason", green + skipping, 0, []string{"skipped 1: needs Debian package nginx-light", "1 passed, 0 failed, 1 skipped"}},
		{"a failing test is shown whole", green + red, 1, []string{"got 1, want 2", "FAIL  p"}},
		{"a package that does not build fails the run", green + broken, 1, []string{"syntax error", "1 failed"}},
		{"a run of nothing is no success", "", 1, []string{"0 passed"}},
		{"lines that are no events are shown", "go: cannot find module\n", 1, []string{"go: cannot find module"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			if code := run(strings.NewReader(c.in), &out); code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			for _, want := range c.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("output lacks %q:\n%s", want, out.String())
				}
			}
			if strings.Contains(out.String(), "secret") {
				t.Error("the output of a passing test is shown")
			}
		})
	}
}
