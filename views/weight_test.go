package views_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/andybalholm/brotli"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// maxWeight is the budget of a page in bytes: the smallest limit among the
// servers that take error pages over from us.
const maxWeight = 10_240

func TestAnOrdinaryPageIsLight(t *testing.T) {
	var longest []byte
	each(t, func(name string, d problem.Document) {
		page := render(t, d, full)
		if len(page) > 6_144 {
			t.Errorf("%s: %d bytes, want at most 6,144", name, len(page))
		}
		if len(page) < 512 {
			t.Errorf("%s: %d bytes: browsers show their own page below 512", name, len(page))
		}
		if len(page) > len(longest) {
			longest = page
		}
	})
	var packed bytes.Buffer
	w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	if _, err := w.Write(longest); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("longest page: %d bytes, packed %d", len(longest), packed.Len())
	if packed.Len() > 2_048 {
		t.Errorf("the longest page is %d bytes packed, want at most 2,048", packed.Len())
	}
}

func TestEveryPageIsWithinTheBudgetHoweverLongItsTextsAre(t *testing.T) {
	for _, lang := range locale.All() {
		for _, cause := range append(problem.Causes(), "") {
			for _, code := range append(status.Known(), 427) {
				checkWeight(t, lang, cause, code, `"`)
			}
		}
	}
}

func TestEveryPageIsWithinTheBudgetWhateverItsTextsAreMadeOf(t *testing.T) {
	for _, unit := range []string{"&", "<", "x", "ü", "漢", "😀", "\xff", "\u202e", "a ", "\n"} {
		for _, lang := range locale.All() {
			for _, cause := range append(problem.Causes(), "") {
				checkWeight(t, lang, cause, status.Conflict, unit)
			}
		}
	}
}

// checkWeight fills every text of a page with far too many units.
func checkWeight(t *testing.T, lang *locale.Language, cause problem.Cause, code status.Code, unit string) {
	t.Helper()
	long := "x" + strings.Repeat(unit, 5_000)
	path := heaviestPath(unit)
	page := render(t, problem.Document{
		Lang: lang, Status: code, Cause: cause, Title: long, Resource: long, CurrentVersion: long, YourVersion: long,
		Field: long, LockOwner: long, RetryAfter: 1 << 40, Retryable: true, Reference: long,
		Sentence: long, Quote: "y" + long, Steps: []string{long, long, long, long, long, long, long, long},
	}, views.PageOptions{
		Brand: views.Brand{Name: long, Home: path}, Current: path, Back: path, Unsafe: true, Time: time.Now(),
	})
	if len(page) > maxWeight {
		t.Errorf("%s %d %s with %.4q…: %d bytes, want at most %d", lang.Tag(), code, cause, unit, len(page), maxWeight)
	}
}

// heaviestPath is the longest path of a unit that is still linked to.
func heaviestPath(unit string) string {
	path := "/"
	for views.SameSite(path + unit) {
		path += unit
	}
	return path
}

func TestACutTextEndsInAnEllipsis(t *testing.T) {
	for _, unit := range []string{"x", "ü", "漢", "😀", `"`} {
		quote := views.NewPage(problem.Document{Status: 409, Quote: strings.Repeat(unit, 400)}, full).Quote
		if n := utf8.RuneCountInString(quote); n > 300 || !strings.HasSuffix(quote, "…") || !utf8.ValidString(quote) {
			t.Errorf("quote of %d characters: %s", n, quote)
		}
	}
	for _, whole := range []string{strings.Repeat("x", 300), strings.Repeat("漢", 300), "short", ""} {
		if got := views.NewPage(problem.Document{Status: 409, Quote: whole}, full).Quote; got != whole {
			t.Errorf("a quote of %d bytes was changed: %s", len(whole), got)
		}
	}
}

func TestATextStandsOnOneLineWithoutTricks(t *testing.T) {
	quote := "  one\r\n\ttwo\x00 \u202ethree\u202c \u2028four \xff  "
	if got, want := views.NewPage(problem.Document{Status: 409, Quote: quote}, full).Quote, "one two three four \ufffd"; got != want {
		t.Errorf("quote %q, want %q", got, want)
	}
}

func BenchmarkRender(b *testing.B) {
	d := conflict(locale.English(), problem.EditConflict)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := views.Render(views.NewPage(d, full)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestLongStepsAreCutAndTooManyAreLeftOut(t *testing.T) {
	long := strings.Repeat("x", 1_000)
	steps := views.NewPage(problem.Document{Status: 404, Steps: slices.Repeat([]string{long}, 50)}, full).Steps
	if len(steps) < 4 || len(steps) > 10 {
		t.Errorf("%d steps are shown", len(steps))
	}
	for _, s := range steps {
		if utf8.RuneCountInString(s) != 160 || !strings.HasSuffix(s, "…") {
			t.Errorf("a step has %d characters", utf8.RuneCountInString(s))
		}
	}
}
