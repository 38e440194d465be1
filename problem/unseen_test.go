package problem_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// unseenCase is a body of a system that is not in the corpus and that no rule
// was written for.
type unseenCase struct {
	Name        string            `json:"name"`
	Status      status.Code       `json:"status"`
	ContentType string            `json:"content_type"`
	Headers     map[string]string `json:"headers"`
	Method      string            `json:"method"`
	Path        string            `json:"path"`
	Body        string            `json:"body"`
	Expected    struct {
		Cause     problem.Cause `json:"cause"`
		Summary   string        `json:"summary"`
		Retryable bool          `json:"retryable"`
		Current   string        `json:"current_version"`
		Yours     string        `json:"your_version"`
	} `json:"expected"`
}

func loadUnseen(tb testing.TB) []unseenCase {
	tb.Helper()
	files, err := filepath.Glob("testdata/unseen/*.jsonl")
	if err != nil || len(files) == 0 {
		tb.Fatalf("%d files, %v", len(files), err)
	}
	var cases []unseenCase
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var c unseenCase
			if err := json.Unmarshal(line, &c); err != nil {
				tb.Fatalf("%s: %v in %.80s", file, err, line)
			}
			cases = append(cases, c)
		}
	}
	return cases
}

func (c unseenCase) exchange() problem.Exchange {
	h := http.Header{"Content-Type": {c.ContentType}}
	for name, value := range c.Headers {
		h.Set(name, value)
	}
	return problem.Exchange{Method: c.Method, Path: c.Path, Status: c.Status, Header: h, Body: []byte(c.Body)}
}

// TestUnseenSystemsAreReadByIdeaNotByName measures how the rules do on systems
// that nobody tuned them for. An unknown where a cause was expected is a miss,
// not wrong.
func TestUnseenSystemsAreReadByIdeaNotByName(t *testing.T) {
	cases := loadUnseen(t)
	var causes, wrong, summaries int
	for _, c := range cases {
		p := problem.Read(c.exchange())
		undecided := p.Cause == problem.Unknown || p.Cause == ""
		switch {
		case p.Cause == c.Expected.Cause:
			causes++
		case undecided:
			t.Logf("%s: no cause, want %q", c.Name, c.Expected.Cause)
		default:
			wrong++
			t.Logf("%s: wrong cause %q, want %q (%s)", c.Name, p.Cause, c.Expected.Cause, p.Rule)
		}
		if p.Summary == c.Expected.Summary {
			summaries++
		} else {
			t.Logf("%s: summary %q, want %q", c.Name, p.Summary, c.Expected.Summary)
		}
		if turned(p.CurrentVersion, c.Expected.Current, c.Expected.Yours) || turned(p.YourVersion, c.Expected.Yours, c.Expected.Current) {
			t.Errorf("%s: versions the wrong way round: current %q, yours %q", c.Name, p.CurrentVersion, p.YourVersion)
		}
		if p.Retryable && !c.Expected.Retryable {
			t.Errorf("%s: false promise: retryable (%s)", c.Name, p.Rule)
		}
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(len(cases)) }
	t.Logf("%d bodies: cause right %.0f %%, wrong %.0f %%, summary %.0f %%", len(cases), share(causes), share(wrong), share(summaries))
	if share(causes) < 60 || share(wrong) > 4 || share(summaries) < 95 {
		t.Error("below the floor: cause right 60 %, wrong at most 4 %, summary 95 %")
	}
}

// turned reports a version that is the other side's.
func turned(got, want, other string) bool { return got != "" && got == other && other != want }
