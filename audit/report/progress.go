package report

import (
	"fmt"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// Estimate is how long the crawl will go on, for the end of Line: by how much
// fewer addresses wait than in an earlier look. It is empty while the number
// does not shrink.
func Estimate(before, now audit.Progress) string {
	gone := before.Waiting - now.Waiting
	took := now.Elapsed - before.Elapsed
	if gone <= 0 || took <= 0 || now.Waiting == 0 || before.Phase != now.Phase {
		return ""
	}
	left := time.Duration(float64(took) * float64(now.Waiting) / float64(gone))
	return ", about " + max(left.Round(time.Second), time.Second).String() + " left"
}

// progressRecord is an object of --progress json.
type progressRecord struct {
	Type       string  `json:"type"`
	Phase      string  `json:"phase"`
	Seconds    float64 `json:"seconds"`
	Pages      int     `json:"pages"`
	Requests   int     `json:"requests"`
	Waiting    int     `json:"waiting"`
	Broken     int     `json:"broken"`
	Unverified int     `json:"unverified"`
}

// ProgressRecord is the progress of a run as a program reads it, with the type
// "progress".
func ProgressRecord(p audit.Progress) any {
	return progressRecord{"progress", string(p.Phase), p.Elapsed.Seconds(), p.Pages, p.Requests, p.Waiting, p.Broken, p.Unverified}
}

// typed is a record of the report with the type that --progress json gives it.
type typed[T any] struct {
	Type string `json:"type"`
	One  T      `json:"value"`
}

// SuspectRecord is an answer that looks wrong, as a program reads it.
func SuspectRecord(s audit.Suspect) any { return typed[audit.Suspect]{"suspect", s} }

// HostRecord is a host that asks for a pause.
func HostRecord(h audit.HostChange) any { return typed[audit.HostChange]{"host", h} }

// FindingRecord is a finding, once it is certain that the report has it.
func FindingRecord(f audit.Finding) any { return typed[audit.Finding]{"finding", f} }

// HostLine says in one line that a host asks for a pause.
func HostLine(h audit.HostChange) string {
	if h.State == audit.HostGivenUp {
		return fmt.Sprintf("%s is given up (%s): it asks for more waiting than --max-wait allows", visible(h.Host), h.Reason)
	}
	return fmt.Sprintf("%s pauses until %s (%s)", visible(h.Host), h.Until.Local().Format(time.TimeOnly), h.Reason)
}

// doneRecord is the last object of --progress json.
type doneRecord struct {
	Type     string `json:"type"`
	Pages    int    `json:"pages"`
	Error    int    `json:"error"`
	Warning  int    `json:"warning"`
	Notice   int    `json:"notice"`
	Fired    bool   `json:"gate_fired"`
	ExitCode int    `json:"exit_code"`
	Text     string `json:"text"`
}

// DoneRecord is the end of a run as a program reads it, with the type "done".
func DoneRecord(r *audit.Report) any {
	s := r.Summary
	return doneRecord{"done", r.Pages, s.Error, s.Warning, s.Notice, r.Gate.Fired, r.Run.ExitCode, Summary(r)}
}
