package problem_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// unseenCase is a body of a system that is not in the corpus and that no rule
// was written for.
type unseenCase struct {
	file        string
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
		Resource  string        `json:"resource"`
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
			c.file = filepath.Base(file)
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

// unseenScore counts how the bodies of one file, or of all, were read.
type unseenScore struct {
	bodies, causes, wrong, summaries int
}

// share is a part of the bodies in percent.
func (s unseenScore) share(n int) float64 { return 100 * float64(n) / float64(s.bodies) }

func (s unseenScore) String() string {
	return fmt.Sprintf("%d bodies: cause right %.1f %%, wrong %.1f %%, summary right %.1f %%",
		s.bodies, s.share(s.causes), s.share(s.wrong), s.share(s.summaries))
}

// count adds one body; an unknown where a cause was expected is a miss, not
// wrong.
func (s *unseenScore) count(c unseenCase, p problem.Problem) {
	s.bodies++
	switch undecided := p.Cause == problem.Unknown || p.Cause == ""; {
	case p.Cause == c.Expected.Cause, undecided && (c.Expected.Cause == problem.Unknown || c.Expected.Cause == ""):
		s.causes++
	case !undecided:
		s.wrong++
	}
	if p.Summary == c.Expected.Summary {
		s.summaries++
	}
}

// TestUnseenSystemsAreReadByIdeaNotByName measures how the rules do on systems
// that nobody tuned them for.
func TestUnseenSystemsAreReadByIdeaNotByName(t *testing.T) {
	var all unseenScore
	files := map[string]*unseenScore{}
	for _, c := range loadUnseen(t) {
		p := problem.Read(c.exchange())
		if files[c.file] == nil {
			files[c.file] = &unseenScore{}
		}
		files[c.file].count(c, p)
		all.count(c, p)
		c.report(t, p)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		t.Logf("%s: %v", name, files[name])
	}
	t.Log(all)
	if all.share(all.causes) < 60 || all.share(all.wrong) > 2 || all.share(all.summaries) < 95 {
		t.Error("below the floor: cause right 60 %, wrong at most 2 %, summary 95 %")
	}
}

// report logs what was missed, and fails on what may never happen.
func (c unseenCase) report(t *testing.T, p problem.Problem) {
	t.Helper()
	if p.Cause != c.Expected.Cause {
		t.Logf("%s: %s: cause %q, want %q (%s)", c.file, c.Name, p.Cause, c.Expected.Cause, p.Rule)
	}
	for _, m := range []struct{ name, got, want string }{
		{"summary", p.Summary, c.Expected.Summary},
		{"resource", p.Resource, c.Expected.Resource},
		{"current version", p.CurrentVersion, c.Expected.Current},
		{"your version", p.YourVersion, c.Expected.Yours},
	} {
		if m.got != m.want {
			t.Logf("%s: %s: %s %q, want %q", c.file, c.Name, m.name, m.got, m.want)
		}
	}
	if turned(p.CurrentVersion, c.Expected.Current, c.Expected.Yours) || turned(p.YourVersion, c.Expected.Yours, c.Expected.Current) {
		t.Errorf("%s: versions the wrong way round: current %q, yours %q", c.Name, p.CurrentVersion, p.YourVersion)
	}
	if p.Retryable && !c.Expected.Retryable {
		t.Errorf("%s: false promise: retryable (%s)", c.Name, p.Rule)
	}
}

// turned reports a version that is the other side's.
func turned(got, want, other string) bool { return got != "" && got == other && other != want }
