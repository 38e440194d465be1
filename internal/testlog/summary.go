package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is one line of `go test -json` (cmd/test2json).
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64
}

// summary collects the events of one run.
type summary struct {
	out                     io.Writer
	passed, failed, skipped int
	output                  map[string][]string // by package and test, until its end
	reasons                 map[string]int
}

func newSummary(out io.Writer) *summary {
	return &summary{out: out, output: map[string][]string{}, reasons: map[string]int{}}
}

// read takes in all events; a line that is none is printed as it is.
func (s *summary) read(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Action == "" {
			fmt.Fprintln(s.out, lines.Text())
			continue
		}
		s.add(e)
	}
	return lines.Err()
}

func (s *summary) add(e event) {
	key := e.Package + "\t" + e.Test
	switch e.Action {
	case "output":
		s.output[key] = append(s.output[key], e.Output)
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "build-fail":
		s.failed++
	case "pass", "fail", "skip":
		s.end(e, s.output[key])
		delete(s.output, key)
	}
}

// end counts one finished test or package.
func (s *summary) end(e event, output []string) {
	if e.Test == "" {
		s.endPackage(e, output)
		return
	}
	switch e.Action {
	case "pass":
		s.passed++
	case "skip":
		s.skipped++
		s.reasons[reason(output)]++
	case "fail":
		s.failed++
		s.print(e.Package, output)
	}
}

func (s *summary) endPackage(e event, output []string) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(s.out, "ok    %-58s %6.1fs\n", e.Package, e.Elapsed)
	case "fail":
		s.failed++ // a package can fail outside its tests: a panic, an exit, a timeout
		s.print(e.Package, output)
		fmt.Fprintf(s.out, "FAIL  %-58s %6.1fs\n", e.Package, e.Elapsed)
	}
}

func (s *summary) print(pkg string, output []string) {
	fmt.Fprintf(s.out, "----  %s\n%s", pkg, strings.Join(output, ""))
}

// reason finds the message of t.Skip: the line behind "file.go:12: ".
func reason(output []string) string {
	for _, line := range output {
		if _, text, ok := strings.Cut(line, ".go:"); ok {
			if _, text, ok = strings.Cut(text, ": "); ok {
				return strings.TrimSpace(text)
			}
		}
	}
	return "no reason given"
}

// conclude prints the closing lines and returns the exit code.
func (s *summary) conclude() int {
	texts := make([]string, 0, len(s.reasons))
	for r := range s.reasons {
		texts = append(texts, r)
	}
	slices.Sort(texts)
	for _, r := range texts {
		fmt.Fprintf(s.out, "skipped %d: %s\n", s.reasons[r], r)
	}
	fmt.Fprintf(s.out, "%d passed, %d failed, %d skipped\n", s.passed, s.failed, s.skipped)
	if s.failed > 0 || s.passed == 0 {
		return 1
	}
	return 0
}
