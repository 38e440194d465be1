package problem_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// corpusCase is one file of testdata/corpus; its README explains the fields.
type corpusCase struct {
	file        string
	Status      status.Code       `json:"status"`
	ContentType string            `json:"content_type"`
	Headers     map[string]string `json:"headers"`
	Body        string            `json:"body"`
	Request     *struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	} `json:"request"`
	Expected expectation `json:"expected"`
}

type expectation struct {
	Cause          problem.Cause `json:"cause"`
	Summary        *string       `json:"summary"`
	Resource       *string       `json:"resource"`
	CurrentVersion *string       `json:"current_version"`
	YourVersion    *string       `json:"your_version"`
	Field          *string       `json:"field"`
	LockOwner      *string       `json:"lock_owner"`
	Retryable      bool          `json:"retryable"`
}

// exchange builds what the edge would hand over.
func (c corpusCase) exchange() problem.Exchange {
	x := problem.Exchange{Method: http.MethodPost, Path: "/", Status: c.Status, Header: http.Header{}, Body: []byte(c.Body)}
	if c.Request != nil {
		x.Method, x.Path = c.Request.Method, c.Request.URL
	}
	for name, value := range c.Headers {
		x.Header.Set(name, value)
	}
	x.Header.Set("Content-Type", c.ContentType)
	x.Header.Del("Content-Encoding")
	return x
}

func loadCorpus(tb testing.TB) []corpusCase {
	tb.Helper()
	files, err := filepath.Glob("testdata/corpus/*.json")
	if err != nil || len(files) == 0 {
		tb.Fatalf("corpus: %d files, %v", len(files), err)
	}
	cases := make([]corpusCase, len(files))
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		if err := json.Unmarshal(data, &cases[i]); err != nil {
			tb.Fatalf("%s: %v", file, err)
		}
		cases[i].file = filepath.Base(file)
	}
	return cases
}

// floors of conflict.md section 6, in files of 135, or of those that have the
// member.
var corpusFloors = map[string]int{
	"cause": 131, "summary": 131, "resource": 36, "current_version": 18, "your_version": 13,
	"field": 10, "lock_owner": 2, "retryable": 135,
}

// memberResult is how one member of one file came out.
type memberResult struct {
	name      string
	got, want string
	wanted    bool // counts for the floor
}

func compareMembers(p problem.Problem, e expectation) []memberResult {
	of := func(name, got string, want *string) memberResult {
		r := memberResult{name: name, got: got}
		if want != nil {
			r.want, r.wanted = *want, true
		}
		return r
	}
	results := []memberResult{
		{name: "cause", got: string(p.Cause), want: string(e.Cause), wanted: true},
		of("summary", p.Summary, e.Summary),
		of("resource", p.Resource, e.Resource),
		of("current_version", p.CurrentVersion, e.CurrentVersion),
		of("your_version", p.YourVersion, e.YourVersion),
		of("field", p.Field, e.Field),
		of("lock_owner", p.LockOwner, e.LockOwner),
		{name: "retryable", got: yesNo(p.Retryable), want: yesNo(e.Retryable), wanted: true},
	}
	results[1].wanted = true // a summary that is not there counts as well
	return results
}

func yesNo(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func TestCorpusIsReadAsItsAuthorsExpect(t *testing.T) {
	right := map[string]int{}
	for _, c := range loadCorpus(t) {
		t.Run(strings.TrimSuffix(c.file, ".json"), func(t *testing.T) {
			p := problem.Read(c.exchange())
			if p.Retryable && !c.Expected.Retryable {
				t.Errorf("Retryable = true, want false: a wrong promise costs somebody's work (rule %q)", p.Rule)
			}
			for _, m := range compareMembers(p, c.Expected) {
				switch {
				case m.got != m.want:
					t.Logf("miss: %s: %s = %q, want %q (rule %q, %s)", c.file, m.name, m.got, m.want, p.Rule, p.Confidence)
				case m.wanted:
					right[m.name]++
				}
			}
		})
	}
	for name, floor := range corpusFloors {
		if right[name] < floor {
			t.Errorf("%s: %d right, floor %d", name, right[name], floor)
		} else {
			t.Logf("%s: %d right, floor %d", name, right[name], floor)
		}
	}
}

// TestTheCorpusTestSeesAWrongReading is its negative control.
func TestTheCorpusTestSeesAWrongReading(t *testing.T) {
	c := loadCorpus(t)[0]
	x := c.exchange()
	x.Body = []byte(`{"error":"file_exists","reason":"Something quite different is here.","current_version":"3"}`)
	wrong := 0
	for _, m := range compareMembers(problem.Read(x), c.Expected) {
		if m.got != m.want {
			wrong++
		}
	}
	if wrong != 3 {
		t.Errorf("%d members differ, want cause, summary and current_version", wrong)
	}
}
