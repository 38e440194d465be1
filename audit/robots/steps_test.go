package robots

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// pathCases holds the cases for the steps inside the matcher. This file is in
// the package because those steps are not exported.
type pathCases struct {
	PathOfURL     [][2]string `json:"path_of_url"`
	EscapePattern [][2]string `json:"escape_pattern"`
	LineCounting  []struct {
		EOL      string `json:"eol"`
		Text     string `json:"text"`
		Valid    int    `json:"valid"`
		LastLine int    `json:"last_line"`
	} `json:"line_counting"`
	BOM struct {
		Body  string `json:"body"`
		Cases []struct {
			PrefixHex string `json:"prefix_hex"`
			Valid     int    `json:"valid"`
			Unknown   int    `json:"unknown"`
		} `json:"cases"`
		InMiddle struct {
			TextHex string `json:"text_hex_between_lines"`
			Valid   int    `json:"valid"`
			Unknown int    `json:"unknown"`
		} `json:"bom_in_middle"`
	} `json:"bom"`
}

func readPathCases(t *testing.T) (c pathCases) {
	t.Helper()
	data, err := os.ReadFile("testdata/path-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnAddressBecomesThePathThatIsMatched(t *testing.T) {
	cases := readPathCases(t).PathOfURL
	if len(cases) != 19 {
		t.Fatalf("%d cases, want 19", len(cases))
	}
	for _, c := range cases {
		if got := pathOf(c[0]); got != c[1] {
			t.Errorf("pathOf(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestAPatternIsPercentNormalised(t *testing.T) {
	cases := readPathCases(t).EscapePattern
	if len(cases) != 4 {
		t.Fatalf("%d cases, want 4", len(cases))
	}
	for _, c := range cases {
		if got := escape(c[0]); got != c[1] {
			t.Errorf("escape(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestLinesAreCountedWhateverEndsThem(t *testing.T) {
	cases := readPathCases(t).LineCounting
	if len(cases) != 5 {
		t.Fatalf("%d cases, want 5", len(cases))
	}
	for _, c := range cases {
		valid, _, last := countLines(c.Text)
		if valid != c.Valid || last != c.LastLine {
			t.Errorf("%s: %d valid lines, the last is %d; want %d and %d", c.EOL, valid, last, c.Valid, c.LastLine)
		}
	}
}

func TestAByteOrderMarkIsSkippedAtTheStartOnly(t *testing.T) {
	bom := readPathCases(t).BOM
	if len(bom.Cases) != 4 {
		t.Fatalf("%d cases, want 4 and one in the middle", len(bom.Cases))
	}
	for _, c := range bom.Cases {
		valid, unknown, _ := countLines(unhex(t, c.PrefixHex) + bom.Body)
		if valid != c.Valid || unknown != c.Unknown {
			t.Errorf("%s: %d valid, %d unknown; want %d and %d", c.PrefixHex, valid, unknown, c.Valid, c.Unknown)
		}
	}
	first, second, _ := bytes.Cut([]byte(bom.Body), []byte("\n"))
	valid, unknown, _ := countLines(string(first) + "\n" + unhex(t, bom.InMiddle.TextHex) + string(second))
	if valid != bom.InMiddle.Valid || unknown != bom.InMiddle.Unknown {
		t.Errorf("in the middle: %d valid, %d unknown; want %d and %d",
			valid, unknown, bom.InMiddle.Valid, bom.InMiddle.Unknown)
	}
}

func unhex(t *testing.T, s string) string {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func countLines(body string) (valid, unknown, last int) {
	for line := range Parse([]byte(body)).Lines() {
		switch {
		case line.Kind.Understood():
			valid, last = valid+1, line.Number
		case line.Kind == Unknown:
			unknown++
		}
	}
	return valid, unknown, last
}
