package views_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/needs"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// layouts are pages of every layout in a language, by name.
func layouts(t *testing.T, lang *locale.Language) map[string]string {
	t.Helper()
	pages := map[string]string{}
	add := func(name string, p problem.Problem, o problem.DescribeOptions, kept *views.KeptForm) {
		o.Lang, o.Reference, o.KeptText = lang, reference, kept != nil
		page := full
		page.Time, page.Kept, page.Unsafe = noon, kept, p.Cause != "" || kept != nil
		pages[lang.Tag()+"-"+strings.ReplaceAll(name, " ", "-")] = string(render(t, problem.Describe(p, o), page))
	}
	for _, code := range []status.Code{404, 410, 500} {
		add(code.String(), problem.Problem{Status: code}, problem.DescribeOptions{}, nil)
	}
	for _, cause := range problem.Causes() {
		add(string(cause), problem.Problem{
			Status: 409, Cause: cause, Summary: "The dashboard has been changed by someone else", Resource: "/dashboards/sales",
			Field: "slug", CurrentVersion: "9", YourVersion: "8", LockOwner: "Maria",
		}, problem.DescribeOptions{RetryAfter: 2 * time.Minute}, nil)
	}
	add("locked until", problem.Problem{Status: 423, Cause: problem.Locked, LockOwner: "Maria"}, problem.DescribeOptions{RetryAfter: time.Hour}, nil)
	add("maintenance", problem.Problem{Status: 503}, problem.DescribeOptions{Origin: "maintenance", RetryAfter: time.Hour, Until: noon}, nil)
	add("unknown host", problem.Problem{Status: 421}, problem.DescribeOptions{Origin: "unknown-host"}, nil)
	add("kept", problem.Problem{Status: 409, Cause: problem.EditConflict, CurrentVersion: "9"}, problem.DescribeOptions{}, typed())
	add("kept, session over", problem.Problem{Status: 440}, problem.DescribeOptions{}, &views.KeptForm{Fields: typed().Fields, Withheld: 1})
	asks := typed()
	asks.Again.Label, asks.Again.Note, asks.Again.Question = lang.Label(locale.LabelReplace), lang.Label(locale.LabelReplaceNote), lang.Label(locale.LabelReplaceAsk)
	add("confirm", problem.Problem{Status: 409, Cause: problem.EditConflict}, problem.DescribeOptions{}, asks)
	return pages
}

// crooked is a page that neither a validator nor a person can like.
const crooked = `<!doctype html><html><head><title>x</title></head><body>
<p style="color:#aaa;background:#bbb;inline-size:900px">faint and wide<img src=x></p><button></button><p id=a></p><p id=a></p></b></body></html>`

func TestEveryLayoutIsValidHTML(t *testing.T) {
	pages := map[string]string{"crooked": crooked}
	for _, lang := range locale.All() {
		for name, page := range layouts(t, lang) {
			pages[name] = page
		}
	}
	wrong := needs.HTMLMistakes(t, pages)
	if len(wrong["crooked"]) == 0 {
		t.Error("the validator finds nothing wrong with the crooked page")
	}
	delete(wrong, "crooked")
	for name, said := range wrong {
		t.Errorf("%s:\n%s", name, strings.Join(said, "\n"))
	}
}

// Colours do not depend on the language, and German words are long: each layout
// is seen narrow and light in German, wide and dark in English.
func TestEveryLayoutIsForEverybodyOnEveryScreen(t *testing.T) {
	frames := []needs.Frame{{Name: "crooked", Page: crooked, Width: 360}}
	for name, page := range layouts(t, locale.English()) {
		frames = append(frames, needs.Frame{Name: name, Page: page, Width: 1440, Dark: true})
	}
	german, _ := locale.Lookup("de")
	for name, page := range layouts(t, german) {
		frames = append(frames, needs.Frame{Name: name, Page: page, Width: 360})
	}
	dark := 0
	for _, l := range needs.Axe(t, frames...) {
		if l.Name == "crooked" {
			if l.Overflow == 0 || !slices.ContainsFunc(l.Violations, func(v string) bool { return strings.HasPrefix(v, "color-contrast") }) {
				t.Errorf("the browser finds nothing wrong with the crooked page: %+v", l)
			}
			continue
		}
		if l.Dark {
			dark++
		}
		if len(l.Violations) > 0 || l.Overflow > 0 {
			t.Errorf("%s, dark %v: %d pixels too wide; %s", l.Name, l.Dark, l.Overflow, strings.Join(l.Violations, "\n"))
		}
	}
	if 2*dark != len(frames)-1 {
		t.Errorf("%d of %d pages were dark, want half", dark, len(frames)-1)
	}
}
