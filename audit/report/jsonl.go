package report

import (
	"encoding/json"
	"io"

	"github.com/seed-3913a1bb/signpost/audit"
)

// record is one line of the JSON lines: its kind, and one key of the JSON report
// or one element of its lists.
type record struct {
	Type  string `json:"type"`
	Value any    `json:"value"`
}

// JSONLines writes the records of JSON one a line: first "run", last "summary".
// A reader that stops in the middle has whole records.
func JSONLines(w io.Writer, r *audit.Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, l := range records(r) {
		if err := e.Encode(l); err != nil {
			return written(err)
		}
	}
	return nil
}

func records(r *audit.Report) []record {
	out := []record{{"run", struct {
		SchemaVersion int `json:"schema_version"`
		audit.RunInfo
		Tool audit.Tool     `json:"tool"`
		Site audit.SiteInfo `json:"site"`
	}{r.SchemaVersion, r.Run, r.Tool, r.Site}}}
	out = append(out, each("finding", r.Findings)...)
	out = append(out, each("ignored", r.Ignored)...)
	out = append(out, each("ignore", r.Ignores)...)
	out = append(out, each("group", r.Groups)...)
	out = append(out, each("unverified", r.Unverified)...)
	out = append(out, each("check_run", r.ChecksRun)...)
	out = append(out, each("skipped_check", r.SkippedChecks)...)
	out = append(out, each("redirect", r.Redirects)...)
	out = append(out, each("template", r.Templates)...)
	out = append(out, each("depth", r.Depths)...)
	out = append(out, each("host", r.Hosts)...)
	out = append(out, each("limit_reached", r.LimitsReached)...)
	if r.Compare != nil {
		out = append(out, record{"compare", r.Compare})
	}
	return append(out, record{"gate", r.Gate}, record{"summary", struct {
		Pages     int  `json:"pages"`
		Truncated bool `json:"truncated"`
		ExitCode  int  `json:"exit_code"`
		audit.Summary
	}{r.Pages, r.Truncated, r.Run.ExitCode, r.Summary}})
}

func each[T any](kind string, list []T) []record {
	out := make([]record, 0, len(list))
	for _, value := range list {
		out = append(out, record{kind, value})
	}
	return out
}
