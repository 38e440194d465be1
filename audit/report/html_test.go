package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// crooked is a page that neither a validator nor a person can like.
const crooked = `<!doctype html><html><head><title>x</title></head><body>
<p style="color:#aaa;background:#bbb;inline-size:900px">faint and wide<img src=x></p><button></button><p id=a></p><p id=a></p></b></body></html>`

func TestTheHTMLIsValid(t *testing.T) {
	pages := map[string]string{"crooked": crooked}
	for name, r := range reports(t) {
		pages[name] = written(t, "html", r, report.Options{})
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

func TestTheHTMLIsForEverybodyOnEveryScreen(t *testing.T) {
	r := everything()
	hostile := written(t, "html", r, report.Options{})
	for _, l := range needs.Axe(t,
		needs.Frame{Name: "narrow", Page: hostile, Width: 360},
		needs.Frame{Name: "wide", Page: hostile, Width: 1440},
		needs.Frame{Name: "narrow, dark", Page: hostile, Width: 360, Dark: true},
		needs.Frame{Name: "wide, dark", Page: hostile, Width: 1440, Dark: true},
		needs.Frame{Name: "crooked", Page: crooked, Width: 360},
	) {
		if l.Name == "crooked" {
			if l.Overflow == 0 || !slices.ContainsFunc(l.Violations, func(v string) bool { return strings.HasPrefix(v, "color-contrast") }) {
				t.Errorf("the browser finds nothing wrong with the crooked page: %+v", l)
			}
			continue
		}
		if len(l.Violations) > 0 || l.Overflow > 0 || l.Dark != strings.HasSuffix(l.Name, "dark") {
			t.Errorf("%s, dark %v: %d pixels too wide; %s", l.Name, l.Dark, l.Overflow, strings.Join(l.Violations, "\n"))
		}
	}
}
