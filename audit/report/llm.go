package report

import (
	"encoding/json"
	"io"

	"github.com/seed-3913a1bb/signpost/audit"
)

// compact is the report for readers that pay by the word.
type compact struct {
	Site     []string       `json:"site"`
	Pages    int            `json:"pages"`
	Summary  string         `json:"summary"`
	Checked  string         `json:"checked"`
	Findings []compactGroup `json:"findings"`
}

// compactGroup is a check in one kind of page.
type compactGroup struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Template string `json:"template"`
	Count    int    `json:"count"`
	Example  string `json:"example"`
	Message  string `json:"message"`
	Fix      string `json:"fix"`
}

// Compact writes ids, kinds of pages, counts and fixes as one line of JSON.
func Compact(w io.Writer, r *audit.Report) error {
	out := compact{Site: r.Run.Seeds, Pages: r.Pages, Summary: Summary(r), Checked: coverage(r), Findings: []compactGroup{}}
	for _, g := range grouped(r) {
		f := g.findings[0]
		out.Findings = append(out.Findings, compactGroup{f.ID, string(f.Severity), f.Template, g.count, f.URL, f.Message, f.Fix})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return written(e.Encode(out))
}
