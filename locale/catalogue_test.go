package locale_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/unicode/norm"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
)

// fact is the part of the reference that visitors read.
type fact struct {
	Code    int      `yaml:"code"`
	Visitor string   `yaml:"visitor"`
	Steps   []string `yaml:"visitor_steps"`
}

func reference(t *testing.T) []fact {
	t.Helper()
	raw, err := os.ReadFile("../status/testdata/status.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Codes []fact `yaml:"codes"`
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Codes) < 70 {
		t.Fatalf("the reference holds %d codes, want at least 70", len(file.Codes))
	}
	return file.Codes
}

// everything is the richest page: every promise of a step is kept.
var everything = locale.Have{Reference: true, Wait: true, KeptText: true, Links: true, Quote: true}

// copyBelow is the step of a page that gives back what the visitor typed.
const copyBelow = "Keep a copy of what you typed (shown below)."

func TestAPageThatShowsTheTextSaysFirstToKeepIt(t *testing.T) {
	for _, code := range status.Known() {
		if words := locale.English().Status(code, everything); code.IsError() && words.Steps[0] != copyBelow {
			t.Errorf("%d: steps %q", code, words.Steps)
		}
	}
}

func TestEnglishSaysWhatTheReferenceSays(t *testing.T) {
	for _, f := range reference(t) {
		have := everything
		have.KeptText = slices.Contains(f.Steps, copyBelow)
		words := locale.English().Status(status.Code(f.Code), have)
		if words.Sentence != f.Visitor {
			t.Errorf("%d: sentence %q, want %q", f.Code, words.Sentence, f.Visitor)
		}
		if !slices.Equal(words.Steps, f.Steps) {
			t.Errorf("%d: steps %q, want %q", f.Code, words.Steps, f.Steps)
		}
		if words.Heading == "" {
			t.Errorf("%d: no heading", f.Code)
		}
	}
}

func TestTheReferenceAndTheTablesHoldTheSameCodes(t *testing.T) {
	var codes []status.Code
	for _, f := range reference(t) {
		codes = append(codes, status.Code(f.Code))
	}
	if !slices.Equal(codes, status.Known()) {
		t.Errorf("reference %v, status.Known %v", codes, status.Known())
	}
}

func TestNoLanguageLacksAWord(t *testing.T) {
	for _, l := range locale.All() {
		for kind, words := range map[string][]string{
			"heading": locale.Headings(l), "sentence": locale.Sentences(l), "step": locale.Steps(l),
		} {
			for i, w := range words {
				if strings.TrimSpace(w) == "" {
					t.Errorf("%s: %s %d is missing", l.Tag(), kind, i)
				}
			}
		}
		for k := range locale.Labels(locale.English()) {
			if l.Label(k) == "" {
				t.Errorf("%s: label %q is missing", l.Tag(), k)
			}
		}
		if got, want := len(locale.Labels(l)), len(locale.Labels(locale.English())); got != want {
			t.Errorf("%s: %d labels, English has %d", l.Tag(), got, want)
		}
	}
}

func TestNoWordIsUnused(t *testing.T) {
	if unused := locale.Unused(); len(unused) > 0 {
		t.Errorf("no page says %q", unused)
	}
}

// sameInEnglish lists the words that another language rightly shares with English.
var sameInEnglish = map[string][]string{
	"de": {"Status"},
}

func TestNoEnglishIsLeftOver(t *testing.T) {
	english := texts(locale.English())
	for _, l := range locale.All()[1:] {
		for _, w := range texts(l) {
			if slices.Contains(english, w) && !slices.Contains(sameInEnglish[l.Tag()], w) {
				t.Errorf("%s: %q is still English", l.Tag(), w)
			}
		}
	}
}

func TestEachWordStandsOnceALanguage(t *testing.T) {
	for _, l := range locale.All() {
		for kind, words := range map[string][]string{
			"heading": locale.Headings(l), "sentence": locale.Sentences(l), "step": locale.Steps(l),
		} {
			slices.Sort(words)
			if n := len(slices.Compact(slices.Clone(words))); n != len(words) {
				t.Errorf("%s: %d of %d %ss are told apart", l.Tag(), n, len(words), kind)
			}
		}
	}
}

// texts lists every text of a language.
func texts(l *locale.Language) []string {
	all := slices.Concat(locale.Headings(l), locale.Sentences(l), locale.Steps(l))
	for _, w := range locale.Labels(l) {
		all = append(all, w)
	}
	for _, w := range locale.Waits(l) {
		all = append(all, w)
	}
	return all
}

// sentences lists those texts that are whole sentences.
func sentences(l *locale.Language) []string {
	all := slices.Concat(locale.Sentences(l), locale.Steps(l), []string{l.Label(locale.LabelNotSaved)})
	for _, w := range locale.Waits(l) {
		all = append(all, w)
	}
	return all
}

var statusNumber = regexp.MustCompile(`\b[1-5][0-9][0-9]\b`)

// jargon holds what no visitor should have to know; status.md, rule 1.
var jargon = regexp.MustCompile(`(?i)\b(http|cache|token|session|proxy|protocol|protokoll|upstream|client|resource|payload|oops)\b`)

// flaws lists what is wrong with one text.
func flaws(text string) []string {
	var found []string
	for flaw, wrong := range map[string]bool{
		"has a status number":           statusNumber.MatchString(text),
		"has markup":                    strings.ContainsAny(text, "<>&*`"),
		"has an exclamation mark":       strings.ContainsAny(text, "!！¡"),
		"has a double space":            strings.Contains(text, "  ") || text != strings.TrimSpace(text),
		"has jargon":                    jargon.MatchString(text),
		"is longer than 160 characters": utf8.RuneCountInString(text) > 160,
		"is not in NFC":                 !norm.NFC.IsNormalString(text),
	} {
		if wrong {
			found = append(found, flaw)
		}
	}
	return found
}

func TestEveryTextFollowsTheHouseRules(t *testing.T) {
	for _, l := range locale.All() {
		for _, w := range texts(l) {
			if found := flaws(w); found != nil {
				t.Errorf("%s: %q %v", l.Tag(), w, found)
			}
		}
	}
}

func TestFlawsAreSeen(t *testing.T) {
	for _, w := range []string{
		"Error 404.", "Press <b>.", "Oh!", "Two  spaces.", " space.", "The proxy failed.",
		strings.Repeat("long ", 33), "Zuru\u0308ck.",
	} {
		if flaws(w) == nil {
			t.Errorf("flaws(%q) sees nothing", w)
		}
	}
}

func TestSentencesEndWithAFullStopAndHeadingsDoNot(t *testing.T) {
	for _, l := range locale.All() {
		for _, w := range sentences(l) {
			if !strings.HasSuffix(w, ".") {
				t.Errorf("%s: %q lacks its full stop", l.Tag(), w)
			}
		}
		for _, w := range locale.Headings(l) {
			if strings.HasSuffix(w, ".") || regexp.MustCompile(`[0-9]`).MatchString(w) {
				t.Errorf("%s: heading %q has a full stop or a number", l.Tag(), w)
			}
			if n := utf8.RuneCountInString(w); n > 70 {
				t.Errorf("%s: heading %q has %d characters, want at most 70", l.Tag(), w, n)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestPlaceholdersEqualThoseOfEnglish(t *testing.T) {
	for _, l := range locale.All()[1:] {
		for kind, pair := range map[string][2][]string{
			"heading":  {locale.Headings(locale.English()), locale.Headings(l)},
			"sentence": {locale.Sentences(locale.English()), locale.Sentences(l)},
			"step":     {locale.Steps(locale.English()), locale.Steps(l)},
		} {
			for i := range pair[0] {
				want, got := placeholder.FindAllString(pair[0][i], -1), placeholder.FindAllString(pair[1][i], -1)
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s %q has %q, want %q", l.Tag(), kind, pair[1][i], got, want)
				}
			}
		}
	}
}
