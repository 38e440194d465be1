package views_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/static"
	"github.com/seed-3913a1bb/signpost/views"
)

func keptPage(t *testing.T, kept *views.KeptForm) []byte {
	t.Helper()
	doc := problem.Describe(problem.Problem{Status: 409, Cause: problem.EditConflict}, problem.DescribeOptions{Lang: locale.English(), Status: 409})
	page, err := views.Render(views.NewPage(doc, views.PageOptions{Unsafe: true, Current: "/edit/7", Kept: kept}))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func typed() *views.KeptForm {
	return &views.KeptForm{
		Fields: []views.KeptField{
			{Name: "body", Value: "\n  First line\n\tsecond <b>line</b> & more </textarea><script>x</script>", Typed: true, Covered: true},
			{Name: "shelf", Value: "b", Cut: true},
		},
		Files: []string{"cat.png (400 kB)"}, Withheld: 2, NotWhole: true,
		Compared: &views.ComparedForm{Equal: 3, Fields: []views.ComparedField{{
			Name:    "body",
			Mine:    []views.ComparedLine{{{Text: "The "}, {Text: "<red>", Only: true}}, {{Text: "same  "}}},
			Current: nil,
		}}},
		Again: &views.Resubmission{Action: "/edit/7?x=1", Label: "Try again", Note: "It is sent once."},
	}
}

// within lists the elements of a page that have the name, with their text.
func within(t *testing.T, page []byte, name string) (texts []string, nodes []*html.Node) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			var b strings.Builder
			for c := range n.Descendants() {
				if c.Type == html.TextNode {
					b.WriteString(c.Data)
				}
			}
			texts, nodes = append(texts, b.String()), append(nodes, n)
		}
	}
	return texts, nodes
}

func TestWhatWasTypedComesBackByteForByte(t *testing.T) {
	form := typed()
	boxes, _ := within(t, keptPage(t, form), "textarea")
	if !slices.Equal(boxes, []string{form.Fields[0].Value, form.Fields[1].Value}) {
		t.Errorf("boxes hold %q", boxes)
	}
	lines, _ := within(t, keptPage(t, form), "pre")
	if len(lines) != 1 || lines[0] != "The [only in yours: <red>]\nsame  " {
		t.Errorf("comparison holds %q", lines)
	}
}

func TestNothingTypedReachesAnAttributeOrAScript(t *testing.T) {
	form := typed()
	const mark = "Zq7mark"
	form.Fields[0].Value = mark + `" onload="x`
	page := keptPage(t, form)
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if strings.Contains(a.Val, mark) {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if n.Type == html.TextNode && strings.Contains(n.Data, mark) && n.Parent.Data != "textarea" {
			t.Errorf("in <%s>: %q", n.Parent.Data, n.Data)
		}
	}
	scripts, _ := within(t, page, "script")
	if len(scripts) != 1 || scripts[0] != static.FormScript() || len(scripts[0]) > 4096 {
		t.Errorf("%d scripts, the first of %d bytes", len(scripts), len(scripts[0]))
	}
}

func TestEveryBoxHasALabelAndAFormOnlyWhereSendingHelps(t *testing.T) {
	form := typed()
	page := keptPage(t, form)
	_, labels := within(t, page, "label")
	_, boxes := within(t, page, "textarea")
	for i, box := range boxes {
		if attr(box, "id") != attr(labels[i], "for") || attr(box, "name") != form.Fields[i].Name || !has(box, "readonly") {
			t.Errorf("box %d: %v, label %v", i, box.Attr, labels[i].Attr)
		}
	}
	_, forms := within(t, page, "form")
	if len(forms) != 1 || attr(forms[0], "method") != "post" || attr(forms[0], "action") != "/edit/7?x=1" {
		t.Errorf("forms: %v", forms)
	}
	form.Again = nil
	page = keptPage(t, form)
	if _, forms := within(t, page, "form"); len(forms) != 0 {
		t.Error("a form that sends nothing")
	}
	if _, boxes := within(t, page, "textarea"); has(boxes[0], "name") {
		t.Error("a name that is sent nowhere")
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func TestAPageWithoutATypedTextHasNothingOfAllThis(t *testing.T) {
	for _, kept := range []*views.KeptForm{nil, {}} {
		page := string(keptPage(t, kept))
		if strings.Contains(page, "textarea") || strings.Contains(page, "<script") || strings.Contains(page, static.FormStyle()) {
			t.Errorf("%s", page)
		}
	}
	policy := views.Brand{}.KeptContentSecurityPolicy()
	for _, want := range []string{"default-src 'none'", static.HashSource(static.FormScript()), static.HashSource(static.FormStyle()), "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
}
