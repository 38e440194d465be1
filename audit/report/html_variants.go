package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// variedRows are shown of the matrix of variants.
const variedRows = 30

// axis is a column of the matrix of variants.
type axis struct {
	by   rule.Dimension
	head string
}

var axes = []axis{
	{rule.ByMethod, "Method"},
	{rule.ByAgent, "User agent"},
	{rule.ByAccept, "Accept"},
	{rule.ByLanguage, "Language"},
	{rule.ByEncoding, "Encoding"},
	{rule.ByCookie, "Cookies"},
	{rule.ByProtocol, "Protocol"},
}

// variantPart shows which answers depend on how they are asked for; the rows
// of all others open by their caption.
func variantPart(r *audit.Report) *page.Section {
	if len(r.Variants) == 0 {
		return nil
	}
	var differing, same []audit.Varied
	for _, v := range r.Variants {
		if deviations(v) > 0 {
			differing = append(differing, v)
		} else {
			same = append(same, v)
		}
	}
	slices.SortStableFunc(differing, func(a, b audit.Varied) int { return -cmp.Compare(deviations(a), deviations(b)) })
	said := "none answers otherwise than to the plain GET"
	if len(differing) > 0 {
		said = fmt.Sprintf("%d of them depend on how they are asked for", len(differing))
	}
	out := &page.Section{
		Anchor: "variants", Title: "Ways to ask",
		Lead: fmt.Sprintf("%s, asked by other methods, as other programs, for other formats and languages: %s. The user agents of crawlers are simulated.", capital(plural(len(r.Variants), "address")), said),
	}
	if len(differing) > 0 {
		out.Table = variantTable("Status of one address, asked in other ways", differing)
	}
	if len(same) > 0 {
		t := variantTable("Addresses that answer every way alike", same)
		t.Fold = true
		out.More = append(out.More, *t)
	}
	return out
}

func variantTable(caption string, rows []audit.Varied) *page.Table {
	t := &page.Table{Tight: true, Caption: caption, Heads: []page.Head{{Text: "Address"}, {Text: "Plain GET"}}}
	asked := slices.DeleteFunc(slices.Clone(axes), func(a axis) bool { return !anyBy(rows, a.by) })
	for _, a := range asked {
		t.Heads = append(t.Heads, page.Head{Text: a.head})
	}
	for _, v := range rows[:min(variedRows, len(rows))] {
		t.Rows = append(t.Rows, variantRow(v, asked))
	}
	if left := len(rows) - len(t.Rows); left > 0 {
		t.More = "and " + plural(left, "more address")
	}
	return t
}

// anyBy reports that an axis was asked at all.
func anyBy(rows []audit.Varied, by rule.Dimension) bool {
	return slices.ContainsFunc(rows, func(v audit.Varied) bool {
		return slices.ContainsFunc(v.Others, func(o audit.VariedWith) bool { return o.By == by })
	})
}

// deviations counts the ways of the columns that got another answer.
func deviations(v audit.Varied) (n int) {
	for _, o := range v.Others {
		if o.Differs && slices.ContainsFunc(axes, func(a axis) bool { return a.by == o.By }) {
			n++
		}
	}
	return n
}

func variantRow(v audit.Varied, asked []axis) []page.Cell {
	plain := page.Cell{Text: numbers(v.Plain), Tone: toneOf(status.Code(v.Plain[0]).Class())}
	row := []page.Cell{{Text: shown(v.URL), Link: true}, plain}
	for _, a := range asked {
		row = append(row, variantCell(v, a.by))
	}
	return row
}

// variantCell names the ways of one axis whose answer differs.
func variantCell(v audit.Varied, by rule.Dimension) page.Cell {
	asked, loud := 0, page.Tone("")
	var said []string
	for _, o := range v.Others {
		if o.By != by {
			continue
		}
		if asked++; o.Status == v.Plain[0] {
			continue
		}
		said = append(said, fmt.Sprintf("%s: %d", o.Name, o.Status))
		if o.Differs {
			loud = page.Error
		}
	}
	switch {
	case asked == 0:
		return page.Cell{Text: "–"}
	case said == nil:
		return page.Cell{Text: "same"}
	}
	return page.Cell{Text: shown(strings.Join(said, ", ")), Tone: cmp.Or(loud, page.Unknown)}
}

// numbers writes statuses, each once as long as it lasts.
func numbers(codes []int) string {
	var out []string
	for _, code := range slices.Compact(slices.Clone(codes)) {
		out = append(out, fmt.Sprint(code))
	}
	return strings.Join(out, ", ")
}

// condWords say what an address does about validators.
var condWords = map[audit.ConditionalVerdict]struct {
	words string
	tone  page.Tone
}{
	audit.CondHonoured: {"honours them", page.Good},
	audit.CondIgnored:  {"ignores them: each visit transfers all", page.Warning},
	audit.CondAlways:   {"says \"not modified\" to any", page.Error},
	audit.CondMixed:    {"now honours, now ignores them", page.Warning},
	audit.CondNone:     {"gives out none", page.Unknown},
}

// condPart shows how addresses treat validators.
func condPart(r *audit.Report) *page.Section {
	if len(r.Conditional) == 0 {
		return nil
	}
	counts := map[audit.ConditionalVerdict]int{}
	rows := slices.Clone(r.Conditional)
	slices.SortStableFunc(rows, func(a, b audit.Conditional) int { return condRank(a) - condRank(b) })
	t := &page.Table{Caption: "Addresses that were asked again with what the reader has", Heads: []page.Head{
		{Text: "Address"}, {Text: "What it does"}, {Text: "Own validator"}, {Text: "Made-up one"}, {Text: "ETag"}, {Text: "Last-Modified"},
	}}
	for i, c := range rows {
		counts[c.Verdict]++
		if i >= variedRows {
			continue
		}
		words := condWords[c.Verdict]
		t.Rows = append(t.Rows, []page.Cell{
			{Text: shown(c.URL), Link: true},
			{Text: capital(words.words), Tone: words.tone},
			{Text: cmp.Or(numbers(c.Own), "–")},
			{Text: cmp.Or(numbers(c.Foreign), "–")},
			{Text: shown(cmp.Or(c.ETag, "–"))},
			{Text: shown(cmp.Or(c.LastModified, "–"))},
		})
	}
	if left := len(r.Conditional) - len(t.Rows); left > 0 {
		t.More = "and " + plural(left, "more address")
	}
	return &page.Section{
		Anchor: "conditional", Title: "Conditional requests", Table: t,
		Lead: fmt.Sprintf("A crawler that has a page sends its validator back, and 304 saves the transfer. Of %s, %d honour validators, %d ignore them, %d give out none.",
			plural(len(r.Conditional), "address"), counts[audit.CondHonoured], counts[audit.CondIgnored], counts[audit.CondNone]),
	}
}

// condRank puts what should be mended first.
func condRank(c audit.Conditional) int {
	return slices.Index([]audit.ConditionalVerdict{audit.CondAlways, audit.CondIgnored, audit.CondMixed, audit.CondNone, audit.CondHonoured}, c.Verdict)
}
