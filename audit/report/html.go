package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// HTML writes the report as one page for people, which needs no script and no
// second request. It stays below 2 MB: what is left out is counted, and JSON has
// everything.
func HTML(w io.Writer, r *audit.Report) error {
	out := page.Report{
		Title: "Signpost audit of " + shown(strings.Join(r.Run.Seeds, ", ")), Sites: shownAll(r.Run.Seeds),
		Lead: capital(Summary(r)) + ".", Notes: notes(r), Tiles: tiles(r), None: "No findings. " + capital(coverage(r)) + ".",
		Foot: fmt.Sprintf("Made by Signpost %s, catalogue %d, from run %s, %s to %s. The JSON form of this report holds everything.",
			r.Tool.Version, r.Tool.CatalogueVersion, r.Run.ID, clock(r.Run.Started), clock(r.Run.Ended)),
	}
	out.Verdict, out.Tone = verdict(r)
	out.Checks, out.More = checks(r)
	out.Before, out.Sections = sectionsOf(r, before), sectionsOf(r, parts)
	return page.Render(w, out)
}

func sectionsOf(r *audit.Report, parts []part) (out []page.Section) {
	for _, make := range parts {
		if s := make(r); s != nil {
			out = append(out, *s)
		}
	}
	return out
}

// part makes a section of the page; one that has nothing to say is nil.
type part func(*audit.Report) *page.Section

// before are the sections that show the whole site, parts those behind the
// findings.
var before = []part{changesPart, statusPart, templatePart}

var parts = []part{
	probePart, redirectPart, robotsPart, sitemapPart, errorPart, variantPart, condPart, depthPart, discoveryPart, hostPart,
	unverifiedPart, ignoredPart, checkedPart, methodPart,
}

func verdict(r *audit.Report) (string, page.Tone) {
	switch {
	case r.Run.State == audit.StateUnreachable:
		return "Could not be crawled", page.Error
	case r.Run.State == audit.StateInterrupted:
		return "Interrupted", page.Unknown
	case r.Gate.Fired:
		return "Failed", page.Error
	}
	return "Passed", page.Good
}

// notes are what a reader must know before the figures.
func notes(r *audit.Report) []string {
	var out []string
	for _, l := range r.LimitsReached {
		out = append(out, fmt.Sprintf("The run saw only part of the site: the limit of %s (%s) left %s out.", l.Limit, l.Value, plural(l.Left, "address")))
	}
	for _, i := range r.Ignores {
		if i.Expired {
			out = append(out, shown(fmt.Sprintf("The ignore of %s (%s) expired on %s.", i.Rule, i.Because, i.Until)))
		}
	}
	return out
}

func tiles(r *audit.Report) []page.Tile {
	s := r.Summary
	return []page.Tile{
		{Label: "Errors", Value: grouping(s.Error), Tone: toneIf(s.Error, page.Error)},
		{Label: "Warnings", Value: grouping(s.Warning), Tone: toneIf(s.Warning, page.Warning)},
		{Label: "Notices", Value: grouping(s.Notice), Tone: toneIf(s.Notice, page.Notice)},
		{Label: "Pages", Value: grouping(r.Pages)},
		{Label: "Addresses", Value: grouping(s.URLs)},
		{Label: "Unverified", Value: grouping(len(r.Unverified)), Tone: toneIf(len(r.Unverified), page.Unknown)},
	}
}

func toneIf(n int, tone page.Tone) page.Tone {
	if n == 0 {
		return ""
	}
	return tone
}

// tones of the severities.
var tones = map[rule.Severity]page.Tone{rule.Error: page.Error, rule.Warning: page.Warning, rule.Notice: page.Notice}

// shown bounds foreign text and makes what cannot be seen visible.
func shown(s string) string { return safe(cutBytes(s, longest)) }

func shownAll(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, shown(s))
	}
	return out
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// grouping writes a number with narrow spaces between its thousands.
func grouping(n int) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "\u202f" + s[at:]
	}
	return s
}
