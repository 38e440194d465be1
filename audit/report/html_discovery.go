package report

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
)

// discoveryPart draws how the site became known while it was crawled. A line
// that rises to the end is the sign of a space without end.
func discoveryPart(r *audit.Report) *page.Section {
	const fewest = 3 // moments that make a line
	if len(r.Discovery) < fewest {
		return nil
	}
	last := r.Discovery[len(r.Discovery)-1]
	most := 1
	for _, p := range r.Discovery {
		most = max(most, p.Known)
	}
	known := page.Line{Name: "known addresses", Tone: page.Moved, Points: [][2]int{}}
	asked := page.Line{Name: "of them asked", Tone: page.Good, Points: [][2]int{{0, 0}}}
	t := &page.Table{Caption: "Moments of the crawl", Fold: true, Heads: []page.Head{{Text: "Seconds", Figure: true}, {Text: "Asked", Figure: true}, {Text: "Known", Figure: true}}}
	for i, p := range r.Discovery {
		across := 1000 * p.Asked / max(1, last.Asked)
		known.Points = append(known.Points, [2]int{across, 1000 * p.Known / most})
		asked.Points = append(asked.Points, [2]int{across, 1000 * p.Asked / most})
		if every := 1 + len(r.Discovery)/20; i%every == 0 || i == len(r.Discovery)-1 {
			t.Rows = append(t.Rows, []page.Cell{{Text: fmt.Sprintf("%.1f", p.Seconds)}, {Text: grouping(p.Asked)}, {Text: grouping(p.Known)}})
		}
	}
	return &page.Section{
		Anchor: "discovery", Title: "Discovery", Table: t,
		Chart: &page.Chart{Lines: []page.Line{known, asked}, Label: fmt.Sprintf("Known addresses over asked ones. After half of the questions %s of all addresses were known.", knownAtHalf(r.Discovery))},
		Lead:  fmt.Sprintf("After half of the questions, %s of all addresses were known. A site that is all found has a line that turns flat; one that rises to the end may have no end.", knownAtHalf(r.Discovery)),
	}
}

// knownAtHalf is the share of all known addresses that was known when half of
// the questions were asked.
func knownAtHalf(points []audit.DiscoveryPoint) string {
	last := points[len(points)-1]
	at := 0
	for _, p := range points {
		if 2*p.Asked <= last.Asked {
			at = p.Known
		}
	}
	return fmt.Sprintf("%d %%", min(100, 100*at/max(1, last.Known)))
}
