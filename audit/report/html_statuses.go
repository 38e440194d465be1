package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/status"
)

// classTones colour the classes of statuses, in the order of the charts.
var classTones = []struct {
	class, words string
	tone         page.Tone
}{
	{"2xx", "2xx answered", page.Good},
	{"3xx", "3xx redirect", page.Moved},
	{"4xx", "4xx error of the request", page.Warning},
	{"5xx", "5xx error of the server", page.Error},
	{"none", "no answer", page.Error},
	{"unverified", "could not be told", page.Unknown},
}

// tally adds up the kinds of pages by class.
func tally(r *audit.Report) (by map[string]int, total int) {
	by = map[string]int{}
	for _, t := range r.Templates {
		for class, n := range t.ByClass {
			by[class] += n
			total += n
		}
	}
	return by, total
}

// statusPart is the bar of all answers, and the table of codes.
func statusPart(r *audit.Report) *page.Section {
	by, total := tally(r)
	if total == 0 {
		return nil
	}
	chart := &page.Chart{}
	var said []string
	at := 0
	for _, c := range classTones {
		n := by[c.class]
		if n == 0 {
			continue
		}
		hint := fmt.Sprintf("%s: %s", c.words, grouping(n))
		said = append(said, hint)
		size := max(1000*n/total, 6)
		chart.Parts = append(chart.Parts, page.Part{Start: at, Size: size, Tone: c.tone, Hint: hint})
		at += size
	}
	fit(chart.Parts, at)
	chart.Label = "Addresses by class of status. " + strings.Join(said, "; ")
	return &page.Section{
		Anchor: "statuses", Title: "Statuses", Lead: capital(strings.Join(said, "; ")) + ".", Chart: chart, Table: statusTable(r),
	}
}

// fit scales parts to a thousand when the least sizes have made them longer.
func fit(parts []page.Part, length int) {
	at := 0
	for i := range parts {
		parts[i].Start = at
		parts[i].Size = parts[i].Size * 1000 / max(length, 1)
		at += parts[i].Size
	}
	if n := len(parts); n > 0 {
		parts[n-1].Size += 1000 - at
	}
}

func statusTable(r *audit.Report) *page.Table {
	t := &page.Table{
		Caption: "Addresses by status", Fold: true,
		Heads: []page.Head{{Text: "Status"}, {Text: "Addresses", Figure: true}, {Text: "Share", Figure: true}},
	}
	codes := slices.SortedFunc(maps.Keys(r.Summary.ByStatus), func(a, b string) int {
		return cmp.Or(-cmp.Compare(r.Summary.ByStatus[a], r.Summary.ByStatus[b]), cmp.Compare(a, b))
	})
	for _, text := range codes {
		n := r.Summary.ByStatus[text]
		name, tone := "no answer", page.Error
		if code, err := strconv.Atoi(text); err == nil && code != 0 {
			name = text + " " + status.Code(code).Reason()
			tone = toneOf(status.Code(code).Class())
		}
		t.Rows = append(t.Rows, []page.Cell{{Text: name, Tone: tone}, {Text: grouping(n)}, {Text: share(n, r.Summary.URLs)}})
	}
	return t
}

func toneOf(class string) page.Tone {
	for _, c := range classTones {
		if c.class == class {
			return c.tone
		}
	}
	return page.Unknown
}

func share(n, of int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(max(of, 1))) }

// heatRows are shown of the map of the site.
const heatRows = 20

// templatePart is the map of the site: its parts against classes, and the
// kinds of pages with most trouble.
func templatePart(r *audit.Report) *page.Section {
	if len(r.Templates) == 0 {
		return nil
	}
	byKind := heatTable(r, "Addresses by kind of page, those with most errors first", "Kind of page", r.Templates)
	out := &page.Section{
		Anchor: "map", Title: "Map of the site", Table: byKind,
		Lead: fmt.Sprintf("%s of page, by what they answered; the deeper the colour, the larger the part.", plural(len(r.Templates), "kind")),
	}
	if len(r.Sections) > 0 {
		out.Table = heatTable(r, "Addresses by directory, those with most errors first", "Directory", r.Sections)
		byKind.Fold = true
		out.More = []page.Table{*byKind}
		out.Lead = fmt.Sprintf("%s and %s of page, by what they answered; the deeper the colour, the larger the part.",
			capital(plural(len(r.Sections), "directory")), plural(len(r.Templates), "kind"))
	}
	return out
}

// troubled counts the addresses of a kind that gave no good answer.
func troubled(t audit.TemplateTally) int {
	return t.ByClass["4xx"] + t.ByClass["5xx"] + t.ByClass["none"]
}

func heatTable(r *audit.Report, caption, head string, kinds []audit.TemplateTally) *page.Table {
	t := &page.Table{Caption: caption, Heads: []page.Head{{Text: head}, {Text: "All", Figure: true}}}
	kinds = slices.Clone(kinds)
	slices.SortStableFunc(kinds, func(a, b audit.TemplateTally) int { return troubled(b) - troubled(a) })
	by, _ := tally(r)
	for _, c := range classTones {
		if by[c.class] > 0 {
			t.Heads = append(t.Heads, page.Head{Text: c.class, Figure: true})
		}
	}
	for _, kind := range kinds[:min(heatRows, len(kinds))] {
		t.Rows = append(t.Rows, heatRow(kind, by))
	}
	if left := len(kinds) - len(t.Rows); left > 0 {
		t.More = fmt.Sprintf("and %d more", left)
	}
	return t
}

func heatRow(kind audit.TemplateTally, by map[string]int) []page.Cell {
	name := shown(kind.Template)
	if name == "" {
		name = "all others"
	}
	row := []page.Cell{{Text: name}, {Text: grouping(kind.URLs)}}
	for _, c := range classTones {
		if by[c.class] == 0 {
			continue
		}
		n := kind.ByClass[c.class]
		cell := page.Cell{Text: "–"}
		if n > 0 {
			cell.Text, cell.Tone, cell.Heat = grouping(n), c.tone, 1+4*n/max(kind.URLs, 1)
		}
		row = append(row, cell)
	}
	return row
}
