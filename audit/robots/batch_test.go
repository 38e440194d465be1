package robots_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/seed-3913a1bb/signpost/audit/robots"
)

func TestBatchAnswersAllCasesInOrder(t *testing.T) {
	var in bytes.Buffer
	var want strings.Builder
	add := func(question map[string]any, allowed bool) {
		line, err := json.Marshal(question)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
		want.WriteString(map[bool]string{true: "allow\n", false: "disallow\n"}[allowed])
	}
	for _, c := range googleCases(t) {
		add(map[string]any{"robots": c.Robots, "agent": c.Agent, "url": c.URL}, c.Allowed)
	}
	for _, c := range trickyCases(t) {
		add(map[string]any{"robots": string(c.body()), "agent": c.Agent, "url": c.URL, "status": c.Status}, c.Allowed)
	}
	var out strings.Builder
	if err := robots.Batch(&in, &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want.String() {
		t.Errorf("got\n%swant\n%s", out.String(), want.String())
	}
}

func TestBatchReadsLenientlyWhereTheMeaningIsClear(t *testing.T) {
	const ask = `"robots":"User-agent: *\nDisallow: /x","agent":"a","url":"/x"`
	for _, c := range []struct{ name, in, want string }{
		{"no status means 200", `{` + ask + `}`, "disallow\n"},
		{"a null status as well", `{` + ask + `,"status":null}`, "disallow\n"},
		{"a status with a fraction of nothing", `{` + ask + `,"status":404.0}`, "allow\n"},
		{"zero", `{` + ask + `,"status":0}`, "disallow\n"},
		{"a negative number", `{` + ask + `,"status":-404}`, "disallow\n"},
		{"a number above 599", `{` + ask + `,"status":999}`, "disallow\n"},
		{"a number that is none of int", `{` + ask + `,"status":1e400}`, "disallow\n"},
		{"half a status", `{` + ask + `,"status":404.5}`, "disallow\n"},
		{"a redirect that leads nowhere", `{` + ask + `,"status":301}`, "allow\n"},
		{"a status that needs no body", `{"agent":"a","url":"/x","status":404}`, "allow\n"},
		{"other members", `{"id":"7","allowed":true,` + ask + `}`, "disallow\n"},
		{"empty lines, CRLF, a mark, no last line end", "\xEF\xBB\xBF\r\n \n{" + ask + "}\r\n\n{" + ask + "}", "disallow\ndisallow\n"},
		{"nothing", "", ""},
	} {
		var out strings.Builder
		if err := robots.Batch(strings.NewReader(c.in), &out); err != nil || out.String() != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, out.String(), err, c.want)
		}
	}
}

func TestBatchNamesTheLineThatIsMalformed(t *testing.T) {
	const good = `{"robots":"","agent":"a","url":"/"}` + "\n\n"
	for _, c := range []struct{ line, problem string }{
		{`{`, "no JSON: unexpected end"},
		{`allow`, "no JSON: invalid character"},
		{`{"robots":"","agent":"a","url":"/"} {}`, "no JSON: invalid character"},
		{`[]`, "an object is wanted, not array"},
		{`null`, `"robots" is missing`},
		{`{"agent":"a","url":"/"}`, `"robots" is missing`},
		{`{"robots":null,"agent":"a","url":"/"}`, `"robots" is missing`},
		{`{"robots":"","url":"/"}`, `"agent" is missing`},
		{`{"robots":"","agent":"a"}`, `"url" is missing`},
		{`{"robots":1,"agent":"a","url":"/"}`, `"robots" is number, but has to be text`},
		{`{"robots":"","agent":"a","url":"/","status":"200"}`, `"status" has to be a number`},
		{`{"robots":"","agent":"a","url":"/","status":[]}`, `"status" has to be a number`},
		{"{\"robots\":\"\xff\",\"agent\":\"a\",\"url\":\"/\"}", "not UTF-8"},
		{`{"robots":"` + strings.Repeat("a", 16<<20) + `","agent":"a","url":"/"}`, "longer than 16 MiB"},
	} {
		var out strings.Builder
		err := robots.Batch(strings.NewReader(good+c.line+"\n"+good), &out)
		wrong, ok := errors.AsType[*robots.BatchError](err)
		if !ok || wrong.Line != 3 || !strings.HasPrefix(wrong.Problem, c.problem) || wrong.Hint == "" ||
			!strings.HasPrefix(wrong.Error(), "line 3: ") {
			t.Errorf("%.60s: %v, want line 3: %s…", c.line, err, c.problem)
		}
		if out.String() != "allow\n" {
			t.Errorf("%.60s: %q was answered, want the line before", c.line, out.String())
		}
	}
}

func TestBatchTakesAFullBodyWithEveryByteEscaped(t *testing.T) {
	line := `{"robots":"` + strings.Repeat(`\u0023`, robots.MaxBody-28) + `\nUser-agent: *\nDisallow: /x","agent":"a","url":"/x"}`
	var out strings.Builder
	if err := robots.Batch(iotest.HalfReader(strings.NewReader(line)), &out); err != nil || out.String() != "disallow\n" {
		t.Errorf("%d bytes: %q, %v", len(line), out.String(), err)
	}
}

// In the bubble of synctest an answer that is held back is a deadlock, which is
// reported at once.
func TestBatchAnswersBeforeTheNextQuestionIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		questions, ask := io.Pipe()
		answers, answer := io.Pipe()
		done := make(chan error, 1)
		go func() { done <- robots.Batch(questions, answer) }()
		got := make([]byte, len("allow\n"))
		for range 3 {
			if _, err := io.WriteString(ask, `{"robots":"","agent":"a","url":"/"}`+"\n"); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(answers, got); err != nil || string(got) != "allow\n" {
				t.Fatalf("%q, %v", got, err)
			}
		}
		ask.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestBatchReportsFailuresOfReadingAndWriting(t *testing.T) {
	broken := errors.New("broken")
	const ask = `{"robots":"","agent":"a","url":"/"}` + "\n"
	var out strings.Builder
	err := robots.Batch(io.MultiReader(strings.NewReader(ask), iotest.ErrReader(broken)), &out)
	if !errors.Is(err, broken) || out.String() != "allow\n" {
		t.Errorf("reading: %v after %q", err, out.String())
	}
	if err := robots.Batch(strings.NewReader(ask), failingWriter{broken}); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func FuzzBatch(f *testing.F) {
	f.Add([]byte(`{"robots":"User-agent: *","agent":"a","url":"/","status":200}`))
	f.Add([]byte("{}\n\n[1]\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		err := robots.Batch(bytes.NewReader(in), &out)
		if wrong, ok := errors.AsType[*robots.BatchError](err); err != nil && (!ok || wrong.Line < 1) {
			t.Errorf("Batch(%q): %v", in, err)
		}
		for line := range strings.Lines(out.String()) {
			if line != "allow\n" && line != "disallow\n" {
				t.Errorf("Batch(%q) wrote %q", in, line)
			}
		}
	})
}
