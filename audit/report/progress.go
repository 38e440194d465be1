package report

import (
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
