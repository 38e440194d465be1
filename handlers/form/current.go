package form

import (
	"bytes"
	"io"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html/charset"
)

// MaxPage is how much of a page is read for its current form.
const MaxPage = 256 << 10

// The parts of a form, compiled once.
var (
	formMatcher    = cascadia.MustCompile("form")
	controlMatcher = cascadia.MustCompile("input[name], textarea[name], select[name]")
	optionMatcher  = cascadia.MustCompile("option")
)

// silentTypes are inputs that hold nothing that a person has written or chosen.
var silentTypes = map[string]bool{
	"submit": true, "button": true, "image": true, "reset": true, "file": true, "password": true,
}

// ReadCurrent reads the form of a page that has most fields in common with the
// one that was sent, as a browser would send it now, less what may be a secret.
// It is shown by the same names as that one. It reports false when the page has no such form.
func ReadCurrent(page []byte, contentType string, sent Form, show Names) (Form, bool) {
	if len(page) > MaxPage {
		return Form{}, false
	}
	utf8, err := charset.NewReader(bytes.NewReader(page), contentType)
	if err != nil {
		return Form{}, false
	}
	doc, err := goquery.NewDocumentFromReader(io.LimitReader(utf8, 3*MaxPage))
	if err != nil {
		return Form{}, false
	}
	names := map[string]bool{}
	for _, f := range sent.Fields {
		names[f.Name] = true
	}
	best, most := rawForm{}, 0
	for _, one := range doc.FindMatcher(formMatcher).EachIter() {
		raw := readControls(one)
		if n := raw.inCommon(names); n > most {
			best, most = raw, n
		}
	}
	return screen(best, show), most > 0
}

func (f rawForm) inCommon(names map[string]bool) int {
	n, seen := 0, map[string]bool{}
	for _, field := range f.fields {
		if names[field.name] && !seen[field.name] {
			n, seen[field.name] = n+1, true
		}
	}
	return n
}

func readControls(one *goquery.Selection) rawForm {
	var f rawForm
	for _, control := range one.FindMatcher(controlMatcher).EachIter() {
		if _, disabled := control.Attr("disabled"); disabled {
			continue
		}
		name, hidden := control.AttrOr("name", ""), strings.EqualFold(control.AttrOr("type", ""), "hidden")
		for _, value := range controlValues(control) {
			f.add(rawField{name: name, value: plain(value), hidden: hidden})
		}
	}
	return f
}

// controlValues are what the control adds to a form that is sent (HTML, section
// 4.10.21.4).
func controlValues(control *goquery.Selection) []string {
	switch goquery.NodeName(control) {
	case "textarea":
		return []string{strings.TrimPrefix(control.Text(), "\n")}
	case "select":
		return selected(control)
	}
	kind := strings.ToLower(control.AttrOr("type", "text"))
	switch {
	case silentTypes[kind]:
		return nil
	case kind == "checkbox" || kind == "radio":
		if _, checked := control.Attr("checked"); !checked {
			return nil
		}
		return []string{control.AttrOr("value", "on")}
	}
	return []string{control.AttrOr("value", "")}
}

// selected are the chosen options; a list that shows one line has the first one
// chosen when none is marked.
func selected(list *goquery.Selection) []string {
	var all []string
	first, hasFirst := "", false
	for _, option := range list.FindMatcher(optionMatcher).EachIter() {
		value := option.AttrOr("value", strings.Join(strings.Fields(option.Text()), " "))
		if !hasFirst {
			first, hasFirst = value, true
		}
		if _, chosen := option.Attr("selected"); chosen {
			all = append(all, value)
		}
	}
	if _, several := list.Attr("multiple"); len(all) == 0 && hasFirst && !several {
		return []string{first}
	}
	return all
}
