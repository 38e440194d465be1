package robots_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/robots"
)

func TestTheAnswerIsTheSameWhateverEndsTheLines(t *testing.T) {
	check := func(body []byte, agent, url string) {
		t.Helper()
		want := robots.Parse(body).Allowed(agent, url)
		for _, end := range []string{"\r\n", "\r", "\n\n"} {
			other := bytes.ReplaceAll(body, []byte("\n"), []byte(end))
			if got := robots.Parse(other).Allowed(agent, url); got != want {
				t.Errorf("lines ending in %q: Allowed(%q, %.60q) = %v, want %v for %.200q", end, agent, url, got, want, body)
			}
		}
	}
	for _, c := range googleCases(t) {
		check([]byte(c.Robots), c.Agent, c.URL)
	}
	for _, c := range trickyCases(t) {
		check(c.body(), c.Agent, c.URL)
	}
}

// Every decision can be checked by its own reason: the rule and the rival match
// and the rule is not the shorter one.
func TestADecisionIsProvenByItsRule(t *testing.T) {
	for _, c := range googleCases(t) {
		checkReason(t, robots.Parse([]byte(c.Robots)), c.Agent, c.URL)
	}
}

func checkReason(t *testing.T, file *robots.File, agent, url string) {
	t.Helper()
	d := file.Decide(agent, url)
	switch {
	case d.Rule.Line == 0 && (!d.Allowed || d.Rival.Line != 0):
		t.Errorf("Decide(%q, %.60q) = %+v: denied without a rule, or a rival without a rule", agent, url, d)
	case d.Rule.Line != 0 && (d.Rule.Allow != d.Allowed || !d.Rule.Matches(url)):
		t.Errorf("Decide(%q, %.60q) = %+v: the rule does not say so", agent, url, d)
	case d.Rival.Line != 0 && (d.Rival.Allow == d.Allowed || !d.Rival.Matches(url) || d.Rival.Length() > d.Rule.Length()):
		t.Errorf("Decide(%q, %.60q) = %+v: the rival would win", agent, url, d)
	case d.Tied() && !d.Allowed:
		t.Errorf("Decide(%q, %.60q) = %+v: allow wins a tie", agent, url, d)
	}
}

func TestAnUnknownFieldInACaseIsNoticed(t *testing.T) {
	var failed bool
	t.Run("control", func(t *testing.T) {
		fake := &fatalRecorder{TB: t}
		func() {
			defer func() { failed = recover() != nil }()
			decodeStrictly(fake, []byte(`{"test":"x","surprise":1}`), &googleCase{})
		}()
	})
	if !failed {
		t.Error("an unknown field passed")
	}
}

// fatalRecorder turns Fatalf into a panic that a test can catch.
type fatalRecorder struct{ testing.TB }

func (*fatalRecorder) Helper()                        {}
func (*fatalRecorder) Fatalf(format string, _ ...any) { panic(format) }

func FuzzParse(f *testing.F) {
	for _, c := range googleCases(f) {
		f.Add([]byte(c.Robots), c.Agent, c.URL)
	}
	for _, c := range trickyCases(f) {
		if c.Robots != nil {
			f.Add(c.body(), c.Agent, c.URL)
		}
	}
	f.Add([]byte(strings.Repeat("User-agent: a\nAllow: /*a*a*a$\n", 20)), "a", "//x/aaaa")
	f.Fuzz(func(t *testing.T, body []byte, agent, url string) {
		file := robots.Parse(body)
		checkReason(t, file, agent, url)
		checkLines(t, body, file)
		crlf := robots.Parse(bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n")))
		if a, b := file.Allowed(agent, url), crlf.Allowed(agent, url); a != b {
			t.Errorf("Allowed(%q, %q) = %v with LF, %v with CRLF for %q", agent, url, a, b, body)
		}
	})
}

func checkLines(t *testing.T, body []byte, file *robots.File) {
	t.Helper()
	number := 0
	for line := range file.Lines() {
		number++
		if line.Number != number {
			t.Fatalf("line %d is numbered %d in %q", number, line.Number, body)
		}
		if !bytes.HasPrefix(bytes.TrimLeft(body[line.Offset:], " \t\v\f\r\n"), []byte(line.Text)) {
			t.Errorf("line %d is not at offset %d of %q", number, line.Offset, body)
		}
		if strings.ContainsAny(line.Text, "\r\n") {
			t.Errorf("line %d holds a line end: %q", number, line.Text)
		}
	}
}
