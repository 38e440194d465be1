package views_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

// logoOf renders a page with a drawing and returns what became of it.
func logoOf(t *testing.T, content string) (string, views.Mistakes) {
	t.Helper()
	o := views.BrandOptions{Name: "Shop", Logo: views.File{Name: "logo.svg", Content: []byte(content)}}
	if wrong := mistakes(t, o); wrong != nil {
		return "", wrong
	}
	page := render(t, problem.Document{Status: 404}, views.PageOptions{Brand: brand(t, o)})
	header := only(t, parse(t, page), "header")
	var out bytes.Buffer
	if err := html.Render(&out, elements(header, "svg")[0]); err != nil {
		t.Fatal(err)
	}
	return out.String(), nil
}

func TestWhatIsHarmlessInALogoIsLeftOut(t *testing.T) {
	for name, c := range map[string][2]string{
		"declaration, type, comment": {
			`<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><!-- made by hand --><svg viewBox="0 0 9 9"><path d="M1 1"/></svg>`,
			`<svg aria-hidden="true" viewBox="0 0 9 9"><path d="M1 1"></path></svg>`,
		},
		"what editors add": {
			`<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://www.inkscape.org/x" ink:version="1" width="9" height="9" viewBox="0,0 9,9" class="a" id="b" data-x="y"><title>t</title><metadata><a/></metadata><ink:x><script/></ink:x><g ink:label="l"><path d="M1 1" class="c"/></g></svg>`,
			`<svg aria-hidden="true" viewBox="0 0 9 9"><g><path d="M1 1"></path></g></svg>`,
		},
		"styles become attributes": {
			`<svg viewBox="0 0 9 9"><path style="fill:#f00; stroke : none ;-inkscape-x:1;marker:url(#m)" d="M1 1"/></svg>`,
			`<svg aria-hidden="true" viewBox="0 0 9 9"><path fill="#f00" stroke="none" d="M1 1"></path></svg>`,
		},
		"classes become attributes": {
			`<svg viewBox="0 0 9 9"><defs><style type="text/css"><![CDATA[ /* x */ .a,.b{fill:#f00;} .b { stroke : #0f0 } .c{fill:#00f}]]></style></defs><path class="b" fill="red" d="M1 1"/><path class="a c" style="fill:#fff" d="M2 2"/><path class="a c" d="M3 3"/></svg>`,
			`<svg aria-hidden="true" viewBox="0 0 9 9"><defs></defs><path stroke="#0f0" fill="#f00" d="M1 1"></path><path fill="#fff" d="M2 2"></path><path fill="#00f" d="M3 3"></path></svg>`,
		},
		"a size stands for a view box": {
			`<svg width="9px" height="9"><path d="M1 1"/></svg>`,
			`<svg aria-hidden="true" viewBox="0 0 9 9"><path d="M1 1"></path></svg>`,
		},
		"references within stay": {
			`<svg viewBox="0 0 9 9" xmlns:xlink="http://www.w3.org/1999/xlink"><linearGradient id="g"><stop offset="1" stop-color="red"/></linearGradient><path id="p" fill="url(#g)" d="M1 1"/><use xlink:href="#p"/></svg>`,
			`<svg aria-hidden="true" viewBox="0 0 9 9"><linearGradient id="g"><stop offset="1" stop-color="red"></stop></linearGradient><path id="p" fill="url(#g)" d="M1 1"></path><use href="#p"></use></svg>`,
		},
		"words are escaped": {
			`<svg viewBox="0 0 9 9"><text x="1">a &lt;b&gt; &amp; c</text> stray </svg>`,
			`<svg aria-hidden="true" viewBox="0 0 9 9"><text x="1">a &lt;b&gt; &amp; c</text></svg>`,
		},
	} {
		got, wrong := logoOf(t, c[0])
		if wrong != nil || got != c[1] {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, wrong, got, c[1])
		}
	}
}

// refusedLogos maps drawings to what must be named.
var refusedLogos = map[string]string{
	`<svg viewBox="0 0 9 9"><script>alert(1)</script></svg>`:                                           "<script>",
	`<svg viewBox="0 0 9 9"><foreignObject><b/></foreignObject></svg>`:                                 "<foreignObject>",
	`<svg viewBox="0 0 9 9"><style>*{fill:url(//x)}</style></svg>`:                                     "<style>",
	`<svg viewBox="0 0 9 9"><style>.a{fill:url(//x)}</style><path class="a"/></svg>`:                   "fill",
	`<svg viewBox="0 0 9 9"><style>@import "//x";</style></svg>`:                                       "<style>",
	`<svg viewBox="0 0 9 9"><style>.a:hover{fill:red}</style></svg>`:                                   "<style>",
	`<svg viewBox="0 0 9 9"><style>@media print{.a{fill:red}}</style></svg>`:                           "<style>",
	`<svg viewBox="0 0 9 9"><animate attributeName="href"/></svg>`:                                     "<animate>",
	`<svg viewBox="0 0 9 9"><set attributeName="href" to="javascript:x"/></svg>`:                       "<set>",
	`<svg viewBox="0 0 9 9"><a href="/"><path d="M1 1"/></a></svg>`:                                    "<a>",
	`<svg viewBox="0 0 9 9"><iframe src="//x"/></svg>`:                                                 "<iframe>",
	`<svg viewBox="0 0 9 9"><feImage href="//x"/></svg>`:                                               "<feImage>",
	`<svg viewBox="0 0 9 9"><SCRIPT/></svg>`:                                                           "<SCRIPT>",
	`<svg viewBox="0 0 9 9"><path onclick="x"/></svg>`:                                                 "onclick",
	`<svg viewBox="0 0 9 9" onload="x"/>`:                                                              "onload",
	`<svg viewBox="0 0 9 9" ONLOAD="x"/>`:                                                              "ONLOAD",
	`<svg viewBox="0 0 9 9"><image href="https://x.example/a.png"/></svg>`:                             "https://x.example/a.png",
	`<svg viewBox="0 0 9 9"><image href="data:image/svg+xml;base64,AA"/></svg>`:                        "data:image/svg",
	`<svg viewBox="0 0 9 9"><use href="//x.svg#a"/></svg>`:                                             "//x.svg#a",
	`<svg viewBox="0 0 9 9" xmlns:l="http://www.w3.org/1999/xlink"><use l:href="javascript:x"/></svg>`: "javascript:x",
	`<svg viewBox="0 0 9 9"><path fill="url(https://x)"/></svg>`:                                       "fill",
	`<svg viewBox="0 0 9 9"><path fill="u\72l(//x)"/></svg>`:                                           "fill",
	`<svg viewBox="0 0 9 9"><path fill="url(#a) url(//x)"/></svg>`:                                     "fill",
	`<svg viewBox="0 0 9 9"><path style="background:url(//x)"/></svg>`:                                 "background",
	`<svg viewBox="0 0 9 9"><path style="fill:URL(//x)"/></svg>`:                                       "fill",
	`<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 9 9"/>`:                                         "entities",
	`<svg viewBox="0 0 9 9"><text>&a;</text></svg>`:                                                    "well-formed",
	`<?xml-stylesheet href="//x"?><svg viewBox="0 0 9 9"/>`:                                            "xml-stylesheet",
	`<svg viewBox="0 0 9 9"><svg viewBox="0 0 9 9"/></svg>`:                                            "<svg>",
	`<path d="M1 1"/>`:                             "<path>",
	`<svg><path d="M1 1"/></svg>`:                  "viewBox",
	`<svg viewBox="0 0 0 9"/>`:                     "viewBox",
	`<svg viewBox="0 0 x 9"/>`:                     "viewBox",
	`<svg viewBox="0 0 NaN 9"/>`:                   "viewBox",
	`<svg viewBox="0 0 9 9"><path d="M1 1"></svg>`: "well-formed",
	`<svg viewBox="0 0 9 9">`:                      "well-formed",
	`GIF89a`:                                       "<svg>",
	`` + strings.Repeat(" ", 70_000):               "bytes",
	`<svg viewBox="0 0 9 9"><path d="` + strings.Repeat("M1 1 ", 1000) + `"/></svg>`:              "4096 fit",
	`<svg viewBox="0 0 9 9">` + strings.Repeat("<g>", 40) + strings.Repeat("</g>", 40) + `</svg>`: "within each other",
	`<svg viewBox="0 0 9 9">` + strings.Repeat(`<use href="#a"/>`, 21) + `</svg>`:                 "<use>",
	`<svg viewBox="0 0 9 9"/><svg viewBox="0 0 9 9"/>`:                                            "<svg>",
	`<x:svg xmlns:x="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><x:script/></x:svg>`:           "<script>",
	`<svg viewBox="0 0 9 9"><path fill="image-set('//x' 1x)"/></svg>`:                             "fill",
}

func TestWhatRunsLoadsOrMovesIsRefusedByName(t *testing.T) {
	for drawing, named := range refusedLogos {
		got, wrong := logoOf(t, drawing)
		if len(wrong) != 1 || wrong[0].Key != "logo" || !strings.Contains(wrong[0].Text, named) || wrong[0].Hint == "" {
			t.Errorf("%.80s: %v %s, want %q named", drawing, wrong, got, named)
		}
	}
}

// loading are attributes by which a drawing could load, and so must lead within.
var loading = []string{"href", "src", "xlink:href", "style"}

func FuzzALogoIsHarmless(f *testing.F) {
	for drawing := range refusedLogos {
		f.Add([]byte(drawing))
	}
	f.Add([]byte(sign))
	f.Add([]byte(wordmark))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x00\x00\x00\x00\x00\x00\x00\x00\x1f\x00\x00\x1f\x00\x00"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"))
	allowed := strings.Fields(`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan linearGradient
		radialGradient stop clipPath mask pattern image img bdi a header`)
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := views.NewBrand(views.BrandOptions{Name: "Shop", Logo: views.File{Name: "x", Content: content}})
		if err != nil {
			return
		}
		page := render(t, problem.Document{Status: 404}, views.PageOptions{Brand: b})
		root := parse(t, page)
		for _, n := range elements(only(t, root, "header"), "") {
			if !slices.Contains(allowed, n.Data) {
				t.Fatalf("%q brings <%s>", content, n.Data)
			}
			for _, a := range n.Attr {
				outside := slices.Contains(loading, a.Key) && n.Data != "a" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "data:image/")
				if strings.HasPrefix(a.Key, "on") || outside {
					t.Fatalf("%q brings %s=%q", content, a.Key, a.Val)
				}
			}
		}
		if n := len(elements(root, "main")); n != 1 {
			t.Fatalf("%q: %d main parts", content, n)
		}
	})
}
