package report_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/report"
)

// element is what the readers of JUnit files expect of one element: Jenkins,
// GitLab and Surefire agree on these.
type element struct {
	in       string // elements that may hold it
	demanded string // attributes that it must have
	allowed  string // and those that it may have
}

var junitElements = map[string]element{
	"testsuites": {"", "", "name time tests failures errors"},
	"testsuite":  {"testsuites", "name tests failures errors", "time skipped timestamp hostname id package"},
	"testcase":   {"testsuite", "name", "classname time"},
	"failure":    {"testcase", "", "message type"},
	"error":      {"testcase", "", "message type"},
	"skipped":    {"testcase", "", "message type"},
	"system-out": {"testcase testsuite", "", ""},
	"system-err": {"testcase testsuite", "", ""},
}

var (
	seconds = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	count   = regexp.MustCompile(`^[0-9]+$`)
	moment  = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`)
)

// junitForms are the forms of attributes.
var junitForms = map[string]*regexp.Regexp{"time": seconds, "tests": count, "failures": count, "errors": count, "skipped": count, "timestamp": moment}

// junitMistakes lists what in a file is not as its readers expect.
func junitMistakes(text string) (wrong []string) {
	d := xml.NewDecoder(strings.NewReader(text))
	stack := []string{""}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return wrong
		}
		if err != nil {
			return append(wrong, err.Error())
		}
		switch token := token.(type) {
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.StartElement:
			wrong = append(wrong, elementMistakes(token, stack[len(stack)-1])...)
			stack = append(stack, token.Name.Local)
		}
	}
}

func elementMistakes(token xml.StartElement, parent string) (wrong []string) {
	name := token.Name.Local
	shape, known := junitElements[name]
	if !known || !slices.Contains(append(strings.Fields(shape.in), ""), parent) {
		return []string{fmt.Sprintf("%q within %q", name, parent)}
	}
	demanded := strings.Fields(shape.demanded)
	for _, a := range token.Attr {
		key := a.Name.Local
		if form := junitForms[key]; form != nil && !form.MatchString(a.Value) {
			wrong = append(wrong, fmt.Sprintf("%s of %s is %q", key, name, a.Value))
		}
		if at := slices.Index(demanded, key); at >= 0 {
			demanded = slices.Delete(demanded, at, at+1)
		} else if !slices.Contains(strings.Fields(shape.allowed), key) {
			wrong = append(wrong, fmt.Sprintf("%s has %q", name, key))
		}
	}
	for _, key := range demanded {
		wrong = append(wrong, fmt.Sprintf("%s has no %s", name, key))
	}
	return wrong
}

func TestJUnitHasTheShapeThatItsReadersExpect(t *testing.T) {
	for name, r := range reports(t) {
		if wrong := junitMistakes(written(t, "junit", r, report.Options{})); len(wrong) > 0 {
			t.Errorf("%s: %q", name, wrong)
		}
	}
}

func TestTheShapeOfJUnitRefusesWhatIsWrong(t *testing.T) {
	good := written(t, "junit", everything(), report.Options{})
	for name, bad := range map[string]string{
		"a suite without errors": strings.Replace(good, ` errors="0" skipped`, ` skipped`, 1),
		"an unknown attribute":   strings.Replace(good, `<testcase `, `<testcase level="9" `, 1),
		"an unknown element":     strings.Replace(good, `<testcase `, `<note/><testcase `, 1),
		"a case without name":    strings.Replace(good, `name="gate"`, ``, 1),
		"a time in words":        strings.Replace(good, ` time="`, ` time="about `, 1),
		"half a file":            good[:len(good)/2],
	} {
		if bad == good || len(junitMistakes(bad)) == 0 {
			t.Errorf("nobody minds %s", name)
		}
	}
}

func TestTheCountsOfJUnitAreThoseOfItsCases(t *testing.T) {
	for name, r := range reports(t) {
		var all struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Suites   []struct {
				Tests    int `xml:"tests,attr"`
				Failures int `xml:"failures,attr"`
				Skipped  int `xml:"skipped,attr"`
				Cases    []struct {
					Failure *struct{} `xml:"failure"`
					Skipped *struct{} `xml:"skipped"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal([]byte(written(t, "junit", r, report.Options{})), &all); err != nil {
			t.Fatal(err)
		}
		for _, s := range all.Suites {
			all.Tests, all.Failures = all.Tests-len(s.Cases), all.Failures-s.Failures
			for _, c := range s.Cases {
				if c.Failure != nil {
					s.Failures--
				}
				if c.Skipped != nil {
					s.Skipped--
				}
			}
			if s.Tests != len(s.Cases) || s.Failures != 0 || s.Skipped != 0 {
				t.Errorf("%s: a suite counts wrong: %+v", name, s)
			}
		}
		if all.Tests != 0 || all.Failures != 0 {
			t.Errorf("%s: off by %d tests and %d failures", name, all.Tests, all.Failures)
		}
	}
}
