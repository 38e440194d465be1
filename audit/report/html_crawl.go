package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/status"
)

// listed is how many rows the longer tables show.
const listed = 50

// redirectPart tells of chains, the longest first.
func redirectPart(r *audit.Report) *page.Section {
	if len(r.Redirects) == 0 {
		return nil
	}
	chains := slices.Clone(r.Redirects)
	slices.SortStableFunc(chains, func(a, b audit.Redirect) int { return -cmp.Compare(a.Hops, b.Hops) })
	hops, loops := map[int]int{}, 0
	for _, c := range chains {
		hops[c.Hops]++
		if c.Loop {
			loops++
		}
	}
	chart, lengths := columnsOf("Redirect chains by length", hops, "hop"), ""
	if len(hops) > 1 {
		lengths = " " + chart.Label + "."
	} else {
		chart = nil // one column says nothing
	}
	t := &page.Table{Caption: "Longest chains", Heads: []page.Head{{Text: "From"}, {Text: "Way"}, {Text: "Hops", Figure: true}, {Text: "Ends with", Figure: true}, {Text: "Links", Figure: true}}}
	for _, c := range chains[:min(listed, len(chains))] {
		t.Rows = append(t.Rows, redirectRow(c))
	}
	t.More = moreRows(len(chains), "chain")
	ways, left := waysOf(chains)
	title := "Where they end, and what leads there"
	if left > 0 {
		title += fmt.Sprintf(" (without %s)", plural(left, "shorter chain"))
	}
	return &page.Section{
		Anchor: "redirects", Title: "Redirects", Chart: chart, Table: t, Ways: ways, WaysTitle: title,
		Lead: fmt.Sprintf("%s, the longest of %s; %s in a circle.%s", plural(len(chains), "linked chain"), plural(chains[0].Hops, "hop"), plural(loops, "chain"), lengths),
	}
}

func redirectRow(c audit.Redirect) []page.Cell {
	var way []string
	for i, code := range c.Statuses {
		way = append(way, fmt.Sprintf("%d", code))
		if i+1 < len(c.Chain) {
			way = append(way, "→", c.Chain[i+1])
		}
	}
	end, tone := fmt.Sprint(c.FinalStatus), page.Unknown
	switch {
	case c.Loop:
		end, tone = "circle", page.Error
	case c.FinalStatus == 0:
		end = "another site"
	default:
		tone = toneOf(status.Code(c.FinalStatus).Class())
	}
	return []page.Cell{{Text: shown(c.From), Link: true}, {Text: shown(strings.Join(way, " "))}, {Text: grouping(c.Hops)}, {Text: end, Tone: tone}, {Text: grouping(c.Sources)}}
}

// columnsOf draws one column for each key from the least to the greatest.
func columnsOf(label string, counts map[int]int, unit string) *page.Chart {
	out := &page.Chart{Columns: true}
	var keys []int
	most := 1
	for key, n := range counts {
		keys, most = append(keys, key), max(most, n)
	}
	slices.Sort(keys)
	var said []string
	for _, key := range keys {
		hint := fmt.Sprintf("%s: %s", plural(key, unit), grouping(counts[key]))
		said = append(said, hint)
		out.Parts = append(out.Parts, page.Part{Size: max(10, 1000*counts[key]/most), Tone: page.Moved, Hint: hint})
	}
	out.Label = label + ". " + strings.Join(said, "; ")
	return out
}

func sitemapPart(r *audit.Report) *page.Section {
	if len(r.Site.Sitemaps) == 0 {
		return nil
	}
	locs := 0
	t := &page.Table{Caption: "Sitemap files", Heads: []page.Head{{Text: "File"}, {Text: "Status", Figure: true}, {Text: "Kind"}, {Text: "Addresses", Figure: true}, {Text: "Trouble"}}}
	for i, f := range r.Site.Sitemaps {
		locs += f.Locs
		if i < listed {
			t.Rows = append(t.Rows, []page.Cell{
				{Text: shown(f.URL), Link: true}, {Text: fmt.Sprint(f.Status)}, {Text: shown(string(f.Kind))}, {Text: grouping(f.Locs)}, {Text: shown(cmp.Or(f.Error, string(f.Reason)))},
			})
		}
	}
	t.More = moreRows(len(r.Site.Sitemaps), "file")
	return &page.Section{
		Anchor: "sitemaps", Title: "Sitemaps", Table: t,
		Lead: fmt.Sprintf("%s with %s.", plural(len(r.Site.Sitemaps), "file"), plural(locs, "address")),
	}
}

// depthPart shows how far from the start addresses lie. Columns that do not end
// are a sign of a space without end.
func depthPart(r *audit.Report) *page.Section {
	if len(r.Depths) < 2 { // one column says nothing
		return nil
	}
	counts := map[int]int{}
	t := &page.Table{Caption: "Addresses by depth", Heads: []page.Head{{Text: "Clicks from the start"}, {Text: "Addresses", Figure: true}}}
	for _, d := range r.Depths {
		counts[d.Depth] = d.URLs
		t.Rows = append(t.Rows, []page.Cell{{Text: fmt.Sprint(d.Depth)}, {Text: grouping(d.URLs)}})
	}
	chart := columnsOf("Addresses by clicks from the start", counts, "click")
	return &page.Section{
		Anchor: "depth", Title: "Depth", Chart: chart, Table: t,
		Lead: fmt.Sprintf("The farthest address lies %s from the start.", plural(r.Depths[len(r.Depths)-1].Depth, "click")),
	}
}

func hostPart(r *audit.Report) *page.Section {
	if len(r.Hosts) == 0 {
		return nil
	}
	t := &page.Table{Caption: "Hosts", Heads: []page.Head{
		{Text: "Host"}, {Text: "Requests", Figure: true}, {Text: "Pauses", Figure: true}, {Text: "Seconds paused", Figure: true}, {Text: "429 answers", Figure: true}, {Text: "Given up"},
	}}
	for _, h := range r.Hosts[:min(listed, len(r.Hosts))] {
		given := ""
		if h.Parked {
			given = "yes, it asked for too much waiting"
		}
		t.Rows = append(t.Rows, []page.Cell{
			{Text: shown(h.Host)}, {Text: grouping(h.Requests)}, {Text: grouping(h.Pauses)}, {Text: fmt.Sprintf("%.1f", h.PauseSeconds)}, {Text: grouping(h.Refusals)}, {Text: given},
		})
	}
	t.More = moreRows(len(r.Hosts), "host")
	return &page.Section{
		Anchor: "pace", Title: "Pace", Table: t,
		Lead: fmt.Sprintf("%s in %.1f seconds, %s asked again.", plural(r.Summary.Requests, "request"), r.Summary.Seconds, grouping(r.Summary.Retries)),
	}
}

func moreRows(n int, word string) string {
	if n <= listed {
		return ""
	}
	return "and " + plural(n-listed, "more "+word)
}
