package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// errorCards are shown of the designs of error pages.
const errorCards = 24

// classWords say what kind of body an error has.
var classWords = map[problem.BodyClass]string{
	problem.Empty: "no body", problem.Default: "stock page of a server", problem.Bare: "HTML without design", problem.Machine: "for programs",
	problem.Leak: "shows the inside of the program", problem.Rich: "page of the site", problem.Opaque: "unknown",
}

// errorPart has a card for each design of an error page.
func errorPart(r *audit.Report) *page.Section {
	if len(r.ErrorPages) == 0 {
		return nil
	}
	anchors := map[string]string{}
	for _, f := range r.Findings {
		anchors[f.ID] = cmp.Or(anchors[f.ID], f.ID+"-"+string(f.Severity))
	}
	out := &page.Section{Anchor: "errors", Title: "Error pages"}
	faulty, left := 0, 0
	for _, d := range r.ErrorPages {
		c := errorCard(d, anchors)
		if len(c.Troubles) > 0 {
			faulty++
		}
		if d.URL == "" || len(out.Cards) >= errorCards {
			left++
			continue
		}
		out.Cards = append(out.Cards, c)
	}
	out.Lead = fmt.Sprintf("What a visitor or a program gets with an error: %s, %d with something to mend.", plural(len(r.ErrorPages), "design"), faulty)
	if left > 0 {
		out.Left = "and " + plural(left, "more design")
	}
	return out
}

func errorCard(d audit.ErrorDesign, anchors map[string]string) page.Card {
	code := status.Code(d.Status)
	out := page.Card{Badge: code.String(), Tone: toneOf(code.Class()), Title: code.Reason(), URL: shown(d.URL), None: "No findings about this page."}
	met := plural(d.Addresses, "address")
	switch {
	case d.Probed == d.Addresses:
		met = plural(d.Probed, "made-up name")
	case d.Probed > 0:
		met += fmt.Sprintf(", %d made up", d.Probed)
	}
	out.Facts = []page.Fact{
		{Name: "Met at", Value: met},
		{Name: "Body", Value: capital(cmp.Or(classWords[d.Class], "unknown")) + fmt.Sprintf(", %s bytes", grouping(int(d.Bytes)))},
		{Name: "Format", Value: shown(cmp.Or(d.Type, "not named"))},
	}
	if d.Title != "" {
		out.Facts = append(out.Facts, page.Fact{Name: "Title", Value: shown(d.Title)})
	}
	if ways := negotiated(d); len(ways) > 0 {
		out.Facts = append(out.Facts, page.Fact{Name: "Asked for", Value: shown(strings.Join(ways, "; "))})
	}
	for _, h := range d.Headers {
		out.Facts = append(out.Facts, page.Fact{Name: shown(h.Name), Value: shown(h.Value)})
	}
	for _, f := range d.Faults {
		check, known := rule.Lookup(f.ID)
		if !known || anchors[f.ID] == "" {
			continue
		}
		title := check.Title
		if f.Addresses < d.Addresses {
			title += fmt.Sprintf(" (%s of %s)", grouping(f.Addresses), grouping(d.Addresses))
		}
		out.Troubles = append(out.Troubles, page.Trouble{Title: title, Anchor: anchors[f.ID]})
	}
	return out
}

// negotiated says what programs and readers of other languages get, where that
// is another answer.
func negotiated(d audit.ErrorDesign) (out []string) {
	for _, o := range d.Negotiated {
		if o.By != rule.ByAccept && o.By != rule.ByLanguage || o.Status == d.Status && o.Type == d.Type {
			continue
		}
		said := fmt.Sprintf("%s: %d", o.Name, o.Status)
		if o.Type != d.Type {
			said += " as " + cmp.Or(o.Type, "an unnamed format")
		}
		if !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	return out
}
