package report

import (
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// record is one line of the JSON lines: its kind, and one key of the JSON report
// or one element of its lists.
type record struct {
	Type  string `json:"type"`
	Value any    `json:"value"`
}

// runRecord is what is known of a run when it begins.
type runRecord struct {
	SchemaVersion int            `json:"schema_version"`
	Tool          audit.Tool     `json:"tool"`
	ID            string         `json:"id"`
	Started       time.Time      `json:"started"`
	Resumed       bool           `json:"resumed"`
	Seeds         []string       `json:"seeds"`
	Settings      audit.Settings `json:"settings"`
	UserAgent     string         `json:"user_agent"`
	SimulatedAs   *string        `json:"simulated_as"`
	Vantage       *string        `json:"vantage"`
}

// summaryRecord is what only the end of a run can tell.
type summaryRecord struct {
	Ended     time.Time   `json:"ended"`
	State     audit.State `json:"state"`
	ExitCode  int         `json:"exit_code"`
	Pages     int         `json:"pages"`
	Truncated bool        `json:"truncated"`
	audit.Summary
}

// Lines writes a report as JSON lines, the first of them while the run goes on:
// "run", then suspects and pauses of hosts as they come, and at the end what the
// report says, "summary" last. A reader that stops in the middle has whole
// records. It is safe for concurrent use; an error of writing is given by End.
type Lines struct {
	mu    sync.Mutex
	out   *json.Encoder
	begun bool
	err   error
}

// NewLines returns a writer of lines.
func NewLines(w io.Writer) *Lines {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &Lines{out: e}
}

// Begin writes the first line.
func (l *Lines) Begin(tool audit.Tool, run audit.RunInfo) {
	l.begun = true
	l.add("run", runRecord{audit.SchemaVersion, tool, run.ID, run.Started, run.Resumed, run.Seeds, run.Settings, run.UserAgent, run.SimulatedAs, run.Vantage})
}

// Suspect writes an answer that looks wrong, and may be a finding at the end.
func (l *Lines) Suspect(s audit.Suspect) { l.add("suspect", s) }

// Host writes that a host asked for a pause.
func (l *Lines) Host(h audit.HostChange) { l.add("host_change", h) }

// End writes everything else. Its error is the first one of writing.
func (l *Lines) End(r *audit.Report) error {
	if !l.begun {
		l.Begin(r.Tool, r.Run)
	}
	for _, one := range records(r) {
		l.add(one.Type, one.Value)
	}
	return written(l.err)
}

func (l *Lines) add(kind string, value any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = l.out.Encode(record{kind, value})
	}
}

// JSONLines writes the records of JSON one a line: first "run", last "summary".
func JSONLines(w io.Writer, r *audit.Report) error { return NewLines(w).End(r) }

// records are all lines behind the first.
func records(r *audit.Report) []record {
	out := []record{{"site", r.Site}}
	out = append(out, each("finding", r.Findings)...)
	out = append(out, each("ignored", r.Ignored)...)
	out = append(out, each("ignore", r.Ignores)...)
	out = append(out, each("group", r.Groups)...)
	out = append(out, each("unverified", r.Unverified)...)
	out = append(out, each("check_run", r.ChecksRun)...)
	out = append(out, each("skipped_check", r.SkippedChecks)...)
	out = append(out, each("redirect", r.Redirects)...)
	out = append(out, each("template", r.Templates)...)
	out = append(out, each("section", r.Sections)...)
	out = append(out, each("depth", r.Depths)...)
	out = append(out, each("discovery", r.Discovery)...)
	out = append(out, each("probe", r.Probes)...)
	out = append(out, each("error_page", r.ErrorPages)...)
	out = append(out, each("variant", r.Variants)...)
	out = append(out, each("conditional", r.Conditional)...)
	out = append(out, each("host", r.Hosts)...)
	out = append(out, each("limit_reached", r.LimitsReached)...)
	if r.Compare != nil {
		out = append(out, record{"compare", r.Compare})
	}
	return append(out, record{"gate", r.Gate}, record{"summary", summaryRecord{
		r.Run.Ended, r.Run.State, r.Run.ExitCode, r.Pages, r.Truncated, r.Summary,
	}})
}

func each[T any](kind string, list []T) []record {
	out := make([]record, 0, len(list))
	for _, value := range list {
		out = append(out, record{kind, value})
	}
	return out
}
