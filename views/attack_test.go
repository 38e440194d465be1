package views_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/hostile"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

// payloads try to leave the text that they are put into.
var payloads = hostile.Texts()

// fields are the ways in for foreign text.
var fields = map[string]func(d *problem.Document, o *views.PageOptions, s string){
	"resource":        func(d *problem.Document, _ *views.PageOptions, s string) { d.Resource = s },
	"current version": func(d *problem.Document, _ *views.PageOptions, s string) { d.CurrentVersion = s },
	"your version":    func(d *problem.Document, _ *views.PageOptions, s string) { d.YourVersion = s },
	"field":           func(d *problem.Document, _ *views.PageOptions, s string) { d.Field = s },
	"lock owner":      func(d *problem.Document, _ *views.PageOptions, s string) { d.LockOwner = s },
	"reference":       func(d *problem.Document, _ *views.PageOptions, s string) { d.Reference = s },
	"quote":           func(d *problem.Document, _ *views.PageOptions, s string) { d.Quote = s },
	"sentence":        func(d *problem.Document, _ *views.PageOptions, s string) { d.Sentence = s },
	"steps":           func(d *problem.Document, _ *views.PageOptions, s string) { d.Steps = []string{s, s} },
	"brand":           func(_ *problem.Document, o *views.PageOptions, s string) { o.Brand.Name = s },
	"title":           func(d *problem.Document, _ *views.PageOptions, s string) { d.Title = s },
	"detail":          func(d *problem.Document, _ *views.PageOptions, s string) { d.Detail = s },
	"instance":        func(d *problem.Document, _ *views.PageOptions, s string) { d.Instance = s },
	"type":            func(d *problem.Document, _ *views.PageOptions, s string) { d.Type = s },
}

func TestForeignTextStaysText(t *testing.T) {
	if len(payloads) < 40 {
		t.Fatalf("%d payloads, want at least 40", len(payloads))
	}
	for name, put := range fields {
		for _, cause := range []problem.Cause{"", problem.EditConflict, problem.AlreadyExists} {
			with := func(s string) string {
				d, o := conflict(locale.English(), cause), full
				put(&d, &o, s)
				return skeleton(parse(t, render(t, d, o)))
			}
			want := with("x")
			for _, p := range payloads {
				if got := with(p); got != want {
					t.Errorf("%s (%s): %q changes the page:\n%s\nwant\n%s", name, cause, p, got, want)
				}
			}
		}
	}
}

func TestForeignTextIsShownAsItIs(t *testing.T) {
	d := conflict(locale.English(), problem.EditConflict)
	d.Quote = `<b>"it's" & more</b>`
	root := parse(t, render(t, d, full))
	if got := text(only(t, root, "blockquote")); got != d.Quote {
		t.Errorf("quote %q, want %q", got, d.Quote)
	}
}

func TestHostilePathsAreNoLinks(t *testing.T) {
	for _, p := range payloads {
		o := views.PageOptions{Brand: views.Brand{Name: "Shop", Home: p}, Current: p, Back: "/" + p}
		for _, a := range elements(parse(t, render(t, problem.Document{Status: 409}, o)), "a") {
			if href, _ := attribute(a, "href"); href != "" && !strings.HasPrefix(href, "/") {
				t.Errorf("%q became a link to %q", p, href)
			}
		}
	}
}

func FuzzForeignTextStaysText(f *testing.F) {
	for _, p := range payloads {
		f.Add(p)
	}
	with := func(t *testing.T, s string) string {
		d, o := conflict(locale.English(), problem.EditConflict), full
		for name, put := range fields {
			put(&d, &o, name+s)
		}
		return skeleton(parse(t, render(t, d, o)))
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := with(t, s), with(t, ""); got != want {
			t.Fatalf("%q changes the page:\n%s\nwant\n%s", s, got, want)
		}
	})
}
