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
	m := matrixOf(r.Probes)
	t := &page.Table{Tight: true, Caption: "Answers to two made-up names, by place and shape of the name", Heads: []page.Head{{Text: "Place"}}}
	for _, s := range m.shapes {
		t.Heads = append(t.Heads, page.Head{Text: shown(s)})
	}
	for _, place := range m.places {
		row := []page.Cell{{Text: shown(place)}}
		for _, s := range m.shapes {
			row = append(row, m.cell(place, s))
		}
		t.Rows = append(t.Rows, row)
	}
	if m.left > 0 {
		t.More = "and " + plural(m.left, "more pair") + " of names"
	}
	return &page.Section{
		Anchor: "probes", Title: "Made-up names", Table: t,
		Lead: fmt.Sprintf("Names that cannot exist were tried at %s, two of each shape. %s; anything else may become a soft 404.", plural(len(m.places), "place"), goodProbes(m.good, len(r.Probes))),
	}
}

// matrix is places against shapes of names.
type matrix struct {
	places, shapes []string
	at             map[[2]string]audit.Probed // the worst pair, by place and shape
	good, left     int                        // pairs that are right, and that have no room
}

// matrixOf puts the places with something wrong first.
func matrixOf(probes []audit.Probed) matrix {
	m := matrix{at: map[[2]string]audit.Probed{}}
	worst := slices.Clone(probes)
	slices.SortStableFunc(worst, func(a, b audit.Probed) int { return probeRank(a) - probeRank(b) })
	for _, p := range worst {
		if p.Verdict == rule.ProbeMissing {
			m.good++
		}
		if !slices.Contains(m.places, p.Template) && len(m.places) < listed {
			m.places = append(m.places, p.Template)
		}
	}
	for _, p := range probes {
		if !slices.Contains(m.shapes, p.Shape) && len(m.shapes) < probeShapes {
			m.shapes = append(m.shapes, p.Shape)
		}
	}
	for _, p := range worst {
		key := [2]string{p.Template, p.Shape}
		if !slices.Contains(m.places, p.Template) || !slices.Contains(m.shapes, p.Shape) {
			m.left++
		} else if _, known := m.at[key]; !known {
			m.at[key] = p
		}
	}
	return m
}

// probeRank puts what should be mended first.
func probeRank(p audit.Probed) int {
	return slices.Index([]rule.ProbeVerdict{rule.ProbeFound, rule.ProbeMoved, rule.ProbeOther, rule.ProbeUnsure, rule.ProbeMissing}, p.Verdict)
}

func goodProbes(good, all int) string {
	if good == all {
		return "All of them got 404 or 410, as they should"
	}
	return fmt.Sprintf("%d of %s got 404 or 410, as they should", good, plural(all, "pair"))
}

func (m matrix) cell(place, shape string) page.Cell {
	p, asked := m.at[[2]string{place, shape}]
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
