package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/audit/robots"
)

const (
	robotsFiles = 3   // that are shown line by line
	robotsRows  = 100 // of one file
)

func robotsPart(r *audit.Report) *page.Section {
	if len(r.Site.Robots) == 0 {
		return nil
	}
	t := &page.Table{Caption: "Files of rules", Heads: []page.Head{{Text: "File"}, {Text: "Status", Figure: true}, {Text: "What it means"}, {Text: "Rules", Figure: true}, {Text: "Bytes", Figure: true}}}
	for _, f := range r.Site.Robots[:min(listed, len(r.Site.Robots))] {
		t.Rows = append(t.Rows, []page.Cell{
			{Text: shown(f.URL), Link: true}, {Text: fmt.Sprint(f.Status)}, {Text: shown(cmp.Or(string(f.Reason), policyWord(f.Policy)))}, {Text: grouping(f.Rules)}, {Text: grouping(f.Bytes)},
		})
	}
	t.More = moreRows(len(r.Site.Robots), "file")
	out := &page.Section{Anchor: "robots", Title: "robots.txt", Lead: plural(len(r.Site.Robots), "file") + " decided what may be crawled.", Table: t}
	for _, f := range r.Site.Robots {
		if len(f.Lines) > 0 && len(out.More) < robotsFiles {
			out.More = append(out.More, robotsTable(f))
		}
	}
	return out
}

// policyWords say what a file means.
var policyWords = map[string]string{
	string(robots.ByRules): "its rules count", string(robots.AllowAll): "no file: all may be crawled", string(robots.DisallowAll): "cannot be had: nothing may be crawled",
}

func policyWord(policy string) string { return cmp.Or(policyWords[policy], policy) }

// robotsTable shows a file line by line, without comments.
func robotsTable(f audit.RobotsInfo) page.Table {
	t := page.Table{Caption: shown(f.URL) + ", line by line", Heads: []page.Head{
		{Text: "Line", Figure: true}, {Text: "Text"}, {Text: "What it does"}, {Text: "Addresses", Figure: true}, {Text: "Findings"},
	}}
	told := 0
	for _, l := range f.Lines {
		if l.Kind == robots.Comment {
			told++
			continue
		}
		if len(t.Rows) >= robotsRows {
			break
		}
		told++
		t.Rows = append(t.Rows, robotsRow(l))
	}
	if left := f.LinesTotal - told; left > 0 {
		t.More = "and " + plural(left, "more line")
	}
	return t
}

func robotsRow(l audit.RobotsLine) []page.Cell {
	does := page.Cell{Text: shown(robotsEffect(l))}
	if len(l.Checks) > 0 {
		does.Tone = page.Warning
	}
	urls := ""
	if l.Kind.IsRule() {
		urls = grouping(l.URLs)
	}
	return []page.Cell{{Text: fmt.Sprint(l.Line)}, {Text: shown(l.Text)}, does, {Text: urls}, {Text: strings.Join(l.Checks, ", ")}}
}

// robotsEffect says what a line does, and for whom.
func robotsEffect(l audit.RobotsLine) string {
	switch {
	case l.Kind == robots.UserAgent && l.Value == "*":
		return "rules for all crawlers that have none of their own"
	case l.Kind == robots.UserAgent:
		return "rules for " + cmp.Or(l.Value, "nobody")
	case l.Kind.IsRule() && len(l.Agents) == 0:
		return "nothing: it stands before any User-agent line"
	case l.Kind == robots.Disallow && l.Value == "":
		return "forbids nothing"
	case l.Kind.IsRule() && l.Disputed > 0:
		return ruleWords(l) + "; an older reader decides otherwise for " + plural(l.Disputed, "address")
	case l.Kind.IsRule():
		return ruleWords(l)
	case l.Kind == robots.Sitemap:
		return "names a sitemap"
	case l.Kind == robots.CrawlDelay:
		return "asks for pauses; Google ignores it"
	}
	return "nothing that search engines agree on"
}

func ruleWords(l audit.RobotsLine) string {
	verb := "allows"
	if l.Kind == robots.Disallow {
		verb = "forbids"
	}
	if agents := strings.Join(l.Agents, ", "); agents != "*" {
		return verb + ", for " + cutBytes(agents, 80)
	}
	return verb
}
