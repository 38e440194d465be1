package views_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/static"
	"github.com/seed-3913a1bb/signpost/views"
)

// styleOf returns what an owner's style becomes on a page.
func styleOf(t *testing.T, css string) (string, views.Mistakes) {
	t.Helper()
	o := views.BrandOptions{CSS: views.File{Name: "extra.css", Content: []byte(css)}}
	if wrong := mistakes(t, o); wrong != nil {
		return "", wrong
	}
	page := render(t, problem.Document{Status: 404}, views.PageOptions{Brand: brand(t, o)})
	return strings.TrimPrefix(text(only(t, parse(t, page), "style")), static.PageStyle()), nil
}

func TestAnOwnersStyleIsAppendedWithoutWhatMeansNothing(t *testing.T) {
	for css, want := range map[string]string{
		"":                                    "",
		"/* only a comment */":                "",
		"h1 { font-weight : 800 ; }\n":        "h1{font-weight : 800;}",
		"@media (width < 30rem) { p { x:y }}": "@media (width < 30rem){p{x:y}}",
		"a  :hover , b { width: calc(1px + -2px) }":              "a :hover,b{width: calc(1px + -2px)}",
		`p::before { content: "/* ; } */ \"x\"" }`:               `p::before{content: "/* ; } */ \"x\""}`,
		`main { background: url(data:image/png;base64,AA) }`:     `main{background: url(data:image/png;base64,AA)}`,
		`main { background: URL( "data:image/gif;base64,AA" ) }`: `main{background: URL( "data:image/gif;base64,AA" )}`,
		"p{margin:-.5em;--x:{};color:#fff}":                      "p{margin:-.5em;--x:{};color:#fff}",
		`.\31 0 { a: b }`:                                        `.\31 0{a: b}`,
		"\ufeffp{a:b}":                                           "p{a:b}",
		"@font-face { font-family: x; src: local(\"Y\") }":       `@font-face{font-family: x;src: local("Y")}`,
	} {
		got, wrong := styleOf(t, css)
		if wrong != nil || got != want {
			t.Errorf("%q became %q, %v; want %q", css, got, wrong, want)
		}
	}
}

// refusedStyles maps styles to what must be named.
var refusedStyles = map[string]string{
	`@import "x.css";`:                              "line 1: @import",
	"\n\n@import url(x.css);":                       "line 3: @import",
	`@\69mport 'x'`:                                 "@import",
	`@charset "utf-8";`:                             "@charset",
	`@namespace url(x);`:                            "@namespace",
	`p { background: url(https://x/a.png) }`:        "url(https://x/a.png)",
	`p { background: url( "//x" ) }`:                "url(//x)",
	`p { background: url('a.png') }`:                "url(a.png)",
	`p { background: u\72l(//x) }`:                  "url(//x)",
	`p { background: \75rl(//x) }`:                  "url(//x)",
	`p { background: \000075 rl(//x) }`:             "url(//x)",
	`p { background: UR\4c(//x) }`:                  "url(//x)",
	`p { background: url(data:text/html,x) }`:       "url(data:text/html,x)",
	`p { background: url(/**/x) }`:                  "url(/**/x)",
	`p { background: image-set("x" 1x) }`:           "image-set()",
	`p { background: -webkit-image-set("x" 1x) }`:   "-webkit-image-set()",
	`p { background: image("x") }`:                  "image()",
	`p { background: src("x") }`:                    "src()",
	`p { width: expression(alert(1)) }`:             "expression()",
	`p { -moz-binding: none }`:                      "-moz-binding",
	`p { behavior: none }`:                          "behavior",
	`@font-face { src: url(x.woff2) }`:              "url(x.woff2)",
	`@supports (background: url(x)) { p { a: b } }`: "url(x)",
	`p { content: "</style><script>" }`:             `"</"`,
	`p > a { a: b } </style>`:                       `"</"`,
	`<!-- p { a: b }`:                               `"<!"`,
	`p { a: "b }`:                                   "string is never closed",
	`p { a: 'b`:                                     "string is never closed",
	`p { a: b } /* `:                                "comment is never closed",
	`p { a: url(x`:                                  "url( is never closed",
	`p { a: b`:                                      "{ is never closed",
	`p { a: b }}`:                                   "} closes nothing",
	`p { a: (b] }`:                                  "] closes nothing",
	strings.Repeat(" ", 70_000):                     "are read",
}

func TestAStyleThatLoadsIsRefusedLineByLine(t *testing.T) {
	for css, named := range refusedStyles {
		_, wrong := styleOf(t, css)
		if wrong == nil || wrong[0].Key != "css" || wrong[0].Hint == "" || !strings.Contains(wrong.Error(), named) || !strings.Contains(wrong[0].Text, "extra.css") {
			t.Errorf("%.60q: %v, want %q named", css, wrong, named)
		}
	}
}

func FuzzAnOwnersStyleLoadsNothing(f *testing.F) {
	for css := range refusedStyles {
		f.Add(css)
	}
	f.Add("h1 { a: b } @media x { p { c: d } }")
	f.Fuzz(func(t *testing.T, css string) {
		got, wrong := styleOf(t, css)
		if wrong != nil {
			return
		}
		lower := strings.ToLower(got)
		for _, loads := range []string{"@import", "</", "<!", "expression(", "image-set(\"h"} {
			if strings.Contains(lower, loads) && !strings.ContainsAny(lower, "\"'\\") {
				t.Fatalf("%q became %q", css, got)
			}
		}
		again, wrong := styleOf(t, got)
		if wrong != nil || again != got {
			t.Fatalf("%q became %q, and that %q, %v", css, got, again, wrong)
		}
	})
}
