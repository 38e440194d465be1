package report

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// How much the page shows, so that it stays below 2 MB.
const (
	pagePlaces   = 1000 // kinds of pages in all
	checkPlaces  = 25   // of one check
	placeURLs    = 5    // of one kind
	openChecks   = 3    // that are folded out at first
	proofLines   = 30
	exampleLinks = 3 // pages that name an address
)

// checks are the findings, one entry a check and severity.
func checks(r *audit.Report) (out []page.Check, more string) {
	room, left := pagePlaces, 0
	for i, s := range sections(r.Findings) {
		one := checkOf(s, min(room, checkPlaces), r.Compare != nil)
		if len(one.Places) == 0 {
			left++
			continue
		}
		room -= len(one.Places)
		one.Open = i < openChecks
		out = append(out, one)
	}
	if left > 0 {
		more = fmt.Sprintf("%s left out: the JSON form has them.", plural(left, "check"))
	}
	return out, more
}

func checkOf(s section, room int, compared bool) page.Check {
	first := s.findings[0]
	check, _ := rule.Lookup(s.id)
	out := page.Check{
		Anchor: s.id + "-" + string(s.severity), ID: s.id, Title: check.Title, Severity: tones[s.severity], Word: string(s.severity),
		Count: plural(countOf(s.findings), "address"), Why: first.Why, Fix: first.Fix, Edge: shown(strings.ReplaceAll(cureOf(s.findings), "`", "")), Docs: first.Docs,
		Proof: proofOf(first),
	}
	if first.Confidence != rule.Certain {
		out.Word += ", " + string(first.Confidence)
	}
	places := grouped(&audit.Report{Findings: s.findings})
	for _, g := range places[:min(room, len(places))] {
		out.Places = append(out.Places, placeOf(g, compared))
	}
	if left := len(places) - len(out.Places); left > 0 {
		out.More = "and " + plural(left, "more kind") + " of page"
	}
	return out
}

func placeOf(g group, compared bool) page.Place {
	out := page.Place{Template: shown(g.findings[0].Template), Count: grouping(g.count)}
	for _, f := range g.findings[:min(placeURLs, len(g.findings))] {
		out.Examples = append(out.Examples, exampleOf(f, compared))
	}
	if left := g.count - len(out.Examples); left > 0 {
		out.More = "and " + plural(left, "more address")
	}
	return out
}

func exampleOf(f audit.Finding, compared bool) page.Example {
	out := page.Example{URL: shown(f.URL), Message: shown(f.Message)}
	if compared {
		out.State = string(f.State)
		if f.NewRule {
			out.State = "new rule"
		}
	}
	for _, s := range f.Sources {
		if s.Page != nil && len(out.Sources) < exampleLinks {
			out.Sources = append(out.Sources, page.Mention{URL: shown(*s.Page), Text: shown(word(s.Text))})
		}
	}
	if left := f.SourcesTotal - len(out.Sources); len(out.Sources) > 0 && left > 0 {
		out.More = "and on " + plural(left, "more page")
	}
	return out
}

// proofOf is the first exchange of a finding, as it went over the wire; nil
// without one.
func proofOf(f audit.Finding) *page.Proof {
	if len(f.Evidence) == 0 || len(f.Evidence[0].Response) == 0 {
		return nil
	}
	e := f.Evidence[0]
	var lines []string
	for _, l := range append(append(append([]string{}, e.Request...), ""), e.Response...) {
		lines = append(lines, shown(l))
	}
	if len(lines) > proofLines {
		lines = append(lines[:proofLines], "…")
	}
	text := strings.Join(lines, "\n")
	if e.Match != nil {
		text += "\n\n" + shown(*e.Match)
	}
	return &page.Proof{Label: "The exchange that shows it, " + clock(e.At), Text: text}
}
