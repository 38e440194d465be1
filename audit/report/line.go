package report

import (
	"fmt"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// Line writes the progress of a run in one line without a line end, short
// enough for 80 columns.
func Line(p audit.Progress) string {
	rate := 0.0
	if s := p.Elapsed.Seconds(); s > 0 {
		rate = float64(p.Requests) / s
	}
	line := fmt.Sprintf("%s: %d pages, %d waiting, %.0f requests/s", p.Phase, p.Pages, p.Waiting, rate)
	if p.Broken > 0 {
		line += fmt.Sprintf(", %d suspect", p.Broken)
	}
	if p.Unverified > 0 {
		line += fmt.Sprintf(", %d unverified", p.Unverified)
	}
	return line + ", " + p.Elapsed.Truncate(time.Second).String()
}

// Summary is the last line of a run: pages, findings by severity and whether
// the run passed, as one sentence without a full stop.
func Summary(r *audit.Report) string {
	s := r.Summary
	line := fmt.Sprintf("%s: %s, %s, %s", plural(r.Pages, "page"), plural(s.Error, "error"), plural(s.Warning, "warning"), plural(s.Notice, "notice"))
	switch {
	case r.Run.State == audit.StateUnreachable:
		line += "; the site could not be crawled"
	case r.Run.State == audit.StateInterrupted:
		line += "; interrupted"
	case r.Gate.Fired:
		line += fmt.Sprintf("; failed by --fail-on %s", r.Gate.Expression)
	default:
		line += "; passed"
	}
	if r.Truncated && r.Run.State == audit.StateFinished {
		line += ", but a limit cut the run short"
	}
	return line
}
