package robots_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

type googleCase struct {
	Test    string `json:"test"`
	Line    int    `json:"line"`
	Robots  string `json:"robots"`
	Agent   string `json:"agent"`
	URL     string `json:"url"`
	Allowed bool   `json:"allowed"`
}

type trickyCase struct {
	ID      string  `json:"id"`
	Source  string  `json:"source"`
	Robots  *string `json:"robots"`
	Agent   string  `json:"agent"`
	URL     string  `json:"url"`
	Allowed bool    `json:"allowed"`
	Status  int     `json:"status"`
	Note    string  `json:"note"`
	Recipe  *recipe `json:"robots_recipe"`
}

type recipe struct {
	Prefix string `json:"prefix"`
	Repeat string `json:"repeat"`
	Times  int    `json:"times"`
	Suffix string `json:"suffix"`
}

func (c trickyCase) body() []byte {
	if c.Robots != nil {
		return []byte(*c.Robots)
	}
	return []byte(c.Recipe.Prefix + strings.Repeat(c.Recipe.Repeat, c.Recipe.Times) + c.Recipe.Suffix)
}

// decodeStrictly fails on a field that the type does not know, so that a
// changed file of cases is noticed.
func decodeStrictly(t testing.TB, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("decode %.80q: %v", data, err)
	}
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readCases[T any](t testing.TB, name string, want int) []T {
	t.Helper()
	var cases []T
	lines := bufio.NewScanner(bytes.NewReader(readFile(t, name)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c T
		decodeStrictly(t, lines.Bytes(), &c)
		cases = append(cases, c)
	}
	if lines.Err() != nil || len(cases) != want {
		t.Fatalf("%s: %d cases, want %d (%v)", name, len(cases), want, lines.Err())
	}
	return cases
}

func googleCases(t testing.TB) []googleCase {
	return readCases[googleCase](t, "google-cases.jsonl", 145)
}

func trickyCases(t testing.TB) []trickyCase {
	return readCases[trickyCase](t, "tricky-cases.jsonl", 38)
}

func TestTheMatcherAgreesWithGooglesOwnCases(t *testing.T) {
	for _, c := range googleCases(t) {
		t.Run(c.Test+"/"+strconv.Itoa(c.Line), func(t *testing.T) {
			file := robots.Parse([]byte(c.Robots))
			if got := file.Allowed(c.Agent, c.URL); got != c.Allowed {
				t.Errorf("Allowed(%q, %.80q) = %v, want %v for\n%.300q", c.Agent, c.URL, got, c.Allowed, c.Robots)
			}
		})
	}
}

func TestTheStatusLayerSolvesTheTrickyCases(t *testing.T) {
	for _, c := range trickyCases(t) {
		t.Run(c.ID, func(t *testing.T) {
			got := robots.Decide(status.Code(c.Status), c.body(), c.Agent, c.URL)
			if got.Allowed != c.Allowed {
				t.Errorf("Decide(%d, …, %q, %q) = %v by %s, want %v: %s",
					c.Status, c.Agent, c.URL, got.Allowed, got.Policy, c.Allowed, c.Note)
			}
		})
	}
}
