package report_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

func TestTheTextReportIsAsAgreed(t *testing.T) {
	for name, o := range map[string]report.TextOptions{
		"plain.txt": {}, "all.txt": {All: true}, "color.txt": {Color: true}, "narrow.txt": {Width: 44},
	} {
		got := text(t, sample(), o)
		file := filepath.Join("testdata", name)
		if *report.Update {
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestColourChangesNoWord(t *testing.T) {
	plain, painted := text(t, sample(), report.TextOptions{}), text(t, sample(), report.TextOptions{Color: true})
	if strings.Contains(plain, "\x1b") || !strings.Contains(painted, "\x1b[1;31mERROR\x1b[0m") {
		t.Error("colour where none was wanted, or none where it was")
	}
	if got := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(painted, ""); got != plain {
		t.Errorf("(-plain +painted):\n%s", cmp.Diff(plain, got))
	}
}

func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	r := sample()
	r.Run.Seeds = []string{"https://shop.example/" + strings.Repeat("seed", 50)}
	r.Findings[0].URL += strings.Repeat("/very-long", 40)
	r.Findings[0].Message = strings.Repeat("日本語のページ ", 30) + strings.Repeat("字", 200)
	for width, want := range map[int]int{0: 80, 80: 80, 100: 100, 40: 40, 10: 80} {
		for _, all := range []bool{false, true} {
			for line := range strings.Lines(text(t, r, report.TextOptions{Width: width, All: all})) {
				if got := wide(line); got > want {
					t.Errorf("width %d: %d columns in %q", width, got, line)
				}
				if strings.TrimRight(line, " \n")+"\n" != line {
					t.Errorf("white space at the end of %q", line)
				}
			}
		}
	}
}

// wide counts columns; all characters of the test are Latin or Han and kana.
func wide(line string) (n int) {
	for _, r := range strings.TrimSuffix(line, "\n") {
		n++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			n++
		}
	}
	return n
}

func TestMoreThanTenAreCountedUnlessAllAreWanted(t *testing.T) {
	short, long := text(t, sample(), report.TextOptions{}), text(t, sample(), report.TextOptions{All: true})
	for _, want := range []string{"NOTICE link-410 (14 addresses)", "and 4 more (--all)", "and 2 more (--all)", "and on 9 more pages", "and 17 more addresses"} {
		if !strings.Contains(short, want) {
			t.Errorf("%q is not in the report:\n%s", want, short)
		}
	}
	if got := strings.Count(short, "answers 410"); got != 10 {
		t.Errorf("%d examples, want 10", got)
	}
	if got := strings.Count(long, "answers 410"); got != 14 || strings.Contains(long, "--all") || !strings.Contains(long, "soft409: limit (3)") {
		t.Errorf("%d examples of all 14:\n%s", got, long)
	}
}

func TestAnAddressThatIsLeftOutIsAlwaysCounted(t *testing.T) {
	r := sample()
	r.Findings[1].Examples = append(r.Findings[1].Examples, "https://shop.example/z", "https://shop.example/zz")
	if short := text(t, r, report.TextOptions{}); !strings.Contains(short, "and 19 more addresses") || strings.Contains(short, "also") {
		t.Errorf("many examples:\n%s", short)
	}
	if long := text(t, r, report.TextOptions{All: true}); !strings.Contains(long, "and 15 more addresses") {
		t.Errorf("all examples:\n%s", long)
	}
}

func TestFindingsOfOneTemplateAreOneLine(t *testing.T) {
	r := sample()
	r.Groups = []audit.Group{{ID: "link-410", Template: "/link-410", Count: 14, Of: 20}}
	got := text(t, r, report.TextOptions{})
	if strings.Count(got, "answers 410") != 1 || !strings.Contains(got, "the same for 14 addresses like /link-410") {
		t.Errorf("report:\n%s", got)
	}
	r.Groups[0].Of = 29 // fewer than half
	if got := text(t, r, report.TextOptions{}); strings.Count(got, "answers 410") != 10 {
		t.Errorf("report:\n%s", got)
	}
}

func TestTheWorstComesFirst(t *testing.T) {
	got := text(t, sample(), report.TextOptions{})
	e, w, n := strings.Index(got, "ERROR link-4xx"), strings.Index(got, "WARNING error-page-bare"), strings.Index(got, "NOTICE link-410")
	if e < 0 || w < e || n < w {
		t.Errorf("error at %d, warning at %d, notice at %d", e, w, n)
	}
	if again := text(t, sample(), report.TextOptions{}); again != got {
		t.Error("the same report gives other bytes")
	}
}

func TestForeignTextCannotSteerTheTerminal(t *testing.T) {
	const evil = "a\x1b[31mred\x07\x00\r\n\u009b2J\u202egnp\u2066\u200b\xff\x7f\u2028z"
	r := sample()
	f := &r.Findings[0]
	f.URL, f.Message, f.Why, f.Fix, f.Template = evil, evil, evil, evil, evil
	f.Sources[0] = on(evil, evil)
	r.Findings[1].Examples[1] = evil
	r.Run.Seeds = []string{evil}
	r.Unverified[0].URL, r.Unverified[0].Reason = evil, evil
	r.SkippedChecks = []rule.Skipped{{ID: evil, Reason: evil}}
	for _, all := range []bool{false, true} {
		got := text(t, r, report.TextOptions{All: all})
		for _, c := range got {
			if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c)) {
				t.Fatalf("%U reaches the terminal:\n%q", c, got)
			}
		}
		if !utf8.ValidString(got) || !strings.Contains(got, "a�[31mred") {
			t.Errorf("report:\n%q", got)
		}
	}
}

func TestTheEndSaysWhatWasNotSeen(t *testing.T) {
	r := &audit.Report{Run: audit.RunInfo{Seeds: []string{"https://shop.example/"}, State: audit.StateInterrupted}, Truncated: true}
	got := text(t, r, report.TextOptions{})
	for _, want := range []string{"The run was interrupted", "no findings; the run saw only part of the site", "0 checks ran"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
	r.Run.State = audit.StateUnreachable
	if got := text(t, r, report.TextOptions{}); !strings.Contains(got, "The site could not be crawled") {
		t.Errorf("report:\n%s", got)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAnErrorOfWritingIsReturned(t *testing.T) {
	if err := report.Text(full{}, sample(), report.TextOptions{}); !errors.Is(err, errFull) {
		t.Errorf("text: %v", err)
	}
	if err := report.JSON(full{}, sample()); !errors.Is(err, errFull) {
		t.Errorf("JSON: %v", err)
	}
}
