package report

import (
	"fmt"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// probeShapes are the columns of the matrix of probes.
const probeShapes = 8

var probeTones = map[rule.ProbeVerdict]page.Tone{
	rule.ProbeMissing: page.Good, rule.ProbeFound: page.Error, rule.ProbeMoved: page.Error, rule.ProbeUnsure: page.Unknown, rule.ProbeOther: page.Unknown,
}

// probePart is the matrix of places and shapes of made-up names.
func probePart(r *audit.Report) *page.Section {
	if len(r.Probes) == 0 {
		return nil
	}
	var places, shapes []string
	at := map[[2]string]audit.Probed{}
	good, left := 0, 0
	for _, p := range r.Probes {
		if p.Verdict == rule.ProbeMissing {
			good++
		}
		if !slices.Contains(places, p.Template) && len(places) < listed {
			places = append(places, p.Template)
		}
		if !slices.Contains(shapes, p.Shape) && len(shapes) < probeShapes {
			shapes = append(shapes, p.Shape)
		}
		if !slices.Contains(places, p.Template) || !slices.Contains(shapes, p.Shape) {
			left++
			continue
		}
		if known, twice := at[[2]string{p.Template, p.Shape}]; !twice || known.Verdict == rule.ProbeMissing {
			at[[2]string{p.Template, p.Shape}] = p
		}
	}
	t := &page.Table{Tight: true, Caption: "Answers to two made-up names, by place and shape of the name", Heads: []page.Head{{Text: "Place"}}}
	for _, s := range shapes {
		t.Heads = append(t.Heads, page.Head{Text: shown(s)})
	}
	for _, place := range places {
		row := []page.Cell{{Text: shown(place)}}
		for _, s := range shapes {
			row = append(row, probeCell(at, place, s))
		}
		t.Rows = append(t.Rows, row)
	}
	if left > 0 {
		t.More = "and " + plural(left, "more pair") + " of names"
	}
	return &page.Section{
		Anchor: "probes", Title: "Made-up names", Table: t,
		Lead: fmt.Sprintf("Names that cannot exist were tried at %s, two of each shape. %s; anything else may become a soft 404.", plural(len(places), "place"), goodProbes(good, len(r.Probes))),
	}
}

func goodProbes(good, all int) string {
	if good == all {
		return "All of them got 404 or 410, as they should"
	}
	return fmt.Sprintf("%d of %s got 404 or 410, as they should", good, plural(all, "pair"))
}

func probeCell(at map[[2]string]audit.Probed, place, shape string) page.Cell {
	p, asked := at[[2]string{place, shape}]
	if !asked {
		return page.Cell{Text: "–"}
	}
	cell := page.Cell{Text: wayOf(p, 0), Tone: probeTones[p.Verdict]}
	if other := wayOf(p, 1); other != cell.Text {
		cell.Text += ", " + other
	}
	switch p.Verdict {
	case rule.ProbeFound:
		cell.Text += " found"
	case rule.ProbeUnsure:
		cell.Text += " unsure"
	}
	return cell
}

func wayOf(p audit.Probed, i int) string {
	if p.Statuses[i] == p.Finals[i] {
		return fmt.Sprint(p.Statuses[i])
	}
	return fmt.Sprintf("%d → %d", p.Statuses[i], p.Finals[i])
}
