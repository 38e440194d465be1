package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// The elements of a JUnit file, as its readers agree on.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"` // always 0: a run that breaks writes no report
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Started  string      `xml:"timestamp,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitFailure `xml:"failure,omitempty"`
		Skipped *junitSkipped `xml:"skipped,omitempty"`
		Out     string        `xml:"system-out,omitempty"`
		seconds float64
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Body    string `xml:",chardata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
)

// maxJUnitURLs are listed in one failure.
const maxJUnitURLs = 20

// JUnit writes one suite a group of checks and one case a check: failed when it
// makes the gate fire, skipped when it did not run. A last case is the gate.
func JUnit(w io.Writer, r *audit.Report) error {
	out := junitSuites{Name: "signpost", Time: inSeconds(r.Summary.Seconds)}
	for _, letter := range rule.Groups() {
		if suite := junitGroup(r, letter); len(suite.Cases) > 0 {
			out.Suites = append(out.Suites, suite)
		}
	}
	out.Suites = append(out.Suites, junitGate(r))
	for i := range out.Suites {
		s := &out.Suites[i]
		s.count()
		s.Started = r.Run.Started.UTC().Format("2006-01-02T15:04:05")
		out.Tests, out.Failures = out.Tests+s.Tests, out.Failures+s.Failures
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return written(err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return written(err)
	}
	_, err := io.WriteString(w, "\n")
	return written(err)
}

func (s *junitSuite) count() {
	s.Tests = len(s.Cases)
	var took float64
	for _, c := range s.Cases {
		took += c.seconds
		if c.Failure != nil {
			s.Failures++
		}
		if c.Skipped != nil {
			s.Skipped++
		}
	}
	s.Time = inSeconds(took)
}

func inSeconds(s float64) string { return fmt.Sprintf("%.3f", s) }

func junitGroup(r *audit.Report, letter string) junitSuite {
	suite := junitSuite{Name: "signpost." + letter}
	for _, c := range rule.All() {
		if c.Group != letter {
			continue
		}
		one := junitCase{Class: suite.Name, Name: c.ID, Time: inSeconds(r.Took[c.ID].Seconds()), seconds: r.Took[c.ID].Seconds()}
		found := ofCheck(r.Findings, c.ID)
		switch {
		case !slices.Contains(r.ChecksRun, c.ID):
			one.Skipped = &junitSkipped{visible(reasonOf(r, c.ID))}
		case len(found) > 0 && slices.Contains(r.Gate.IDs, c.ID):
			one.Failure = &junitFailure{visible(fmt.Sprintf("%s: %s", plural(countOf(found), "address"), found[0].URL)), c.ID, junitList(found)}
		case len(found) > 0:
			one.Out = junitList(found)
		}
		suite.Cases = append(suite.Cases, one)
	}
	return suite
}

func junitGate(r *audit.Report) junitSuite {
	gate := junitCase{Class: "signpost", Name: "gate", Time: inSeconds(0), Out: visible(Summary(r) + "; " + coverage(r))}
	if r.Gate.Fired {
		gate.Failure = &junitFailure{Message: visible("failed by --fail-on " + strings.Join(r.Gate.FiredBy, ",")), Type: "gate"}
	}
	return junitSuite{Name: "signpost", Cases: []junitCase{gate}}
}

func junitList(findings []audit.Finding) string {
	var b strings.Builder
	for i, f := range findings {
		if i == maxJUnitURLs {
			fmt.Fprintf(&b, "and %d more\n", len(findings)-i)
			break
		}
		fmt.Fprintf(&b, "%s %s: %s\n", f.Severity, f.URL, f.Message)
	}
	return visible(b.String())
}

func ofCheck(findings []audit.Finding, id string) (out []audit.Finding) {
	for _, f := range findings {
		if f.ID == id {
			out = append(out, f)
		}
	}
	return out
}

func reasonOf(r *audit.Report, id string) string {
	for _, s := range r.SkippedChecks {
		if s.ID == id {
			return s.Reason
		}
	}
	return "it did not run"
}
