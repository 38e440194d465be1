package static_test

import (
	"testing"

	"github.com/seed-3913a1bb/signpost/static"
)

func TestSqueezeTakesOnlyWhatMeansNothing(t *testing.T) {
	for css, want := range map[string]string{
		"a { color : red; }":                  "a{color :red}",
		"/* word */ a , b > c { d: e }\n":     "a,b>c{d:e}",
		"@media (a: b) and (c) {\n\tp { }\n}": "@media (a:b) and (c){p{}}",
		"p { width: calc(1rem - 1px) }":       "p{width:calc(1rem - 1px)}",
		`p { content: " ( ; } /* " }`:         `p{content:" ( ; } /* "}`,
		"a/**/b":                              "a b",
		"nav a:first-child { x: y }":          "nav a:first-child{x:y}",
		"/* never closed":                     "",
		`"never closed`:                       `"never closed`,
		"":                                    "",
	} {
		if got := static.Squeeze(css); got != want {
			t.Errorf("squeeze(%q) = %q, want %q", css, got, want)
		}
	}
}

func FuzzSqueezeNeverGrows(f *testing.F) {
	for _, css := range []string{"a { b: c; }", "/* x", `"`, "a\n+\tb", ";;}", "a ; } b"} {
		f.Add(css)
	}
	f.Fuzz(func(t *testing.T, css string) {
		once := static.Squeeze(css)
		if len(once) > len(css) {
			t.Fatalf("squeeze(%q) grew: %q", css, once)
		}
	})
}
