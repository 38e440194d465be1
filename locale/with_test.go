package locale_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
)

var keyForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*\.(title|text|step|label|wait)$`)

func TestEverySentenceHasAKeyOfItsOwn(t *testing.T) {
	for _, l := range locale.All() {
		keys := l.Keys()
		if n := len(slices.Compact(slices.Clone(keys))); n != len(keys) {
			t.Errorf("%s: %d of %d keys are told apart", l.Tag(), n, len(keys))
		}
		if want := len(texts(l)); len(keys) != want {
			t.Errorf("%s: %d keys for %d texts", l.Tag(), len(keys), want)
		}
		for _, k := range keys {
			if !keyForm.MatchString(k) {
				t.Errorf("%s: key %q", l.Tag(), k)
			}
			if text, ok := l.Text(k); !ok || text == "" {
				t.Errorf("%s: Text(%q) = %q, %v", l.Tag(), k, text, ok)
			}
		}
	}
	if !slices.Contains(locale.Keys(), "edit-conflict.title") {
		t.Error("edit-conflict.title is no key")
	}
	if _, ok := locale.English().Text("no.title"); ok {
		t.Error("a key that is none has a text")
	}
}

func TestEverySentenceCanBeReplaced(t *testing.T) {
	for _, l := range locale.All() {
		for _, key := range l.Keys() {
			old, _ := l.Text(key)
			word := "New " + strings.Join(regexp.MustCompile(`\{[a-z]+\}`).FindAllString(old, -1), " ")
			changed, err := l.With(map[string]string{key: word})
			if err != nil {
				t.Errorf("%s: %v", l.Tag(), err)
				continue
			}
			if got, _ := changed.Text(key); got != word {
				t.Errorf("%s: %s says %q, want %q", l.Tag(), key, got, word)
			}
			if got, _ := l.Text(key); got != old {
				t.Errorf("%s: %s of the shipped language became %q", l.Tag(), key, got)
			}
		}
	}
}

func TestAReplacedWordIsWhatThePageSays(t *testing.T) {
	l, err := locale.English().With(map[string]string{
		"edit-conflict.title": "Someone else saved this first", "home.label": "Start", "minutes-other.wait": "Come back in {n} minutes.",
	})
	if err != nil {
		t.Fatal(err)
	}
	words, _ := l.Cause("edit-conflict", "", locale.Have{})
	if words.Heading != "Someone else saved this first" {
		t.Errorf("heading %q", words.Heading)
	}
	if got := l.Label(locale.LabelHome); got != "Start" {
		t.Errorf("label %q", got)
	}
	if got := l.Wait(120e9); got != "Come back in 2 minutes." {
		t.Errorf("wait %q", got)
	}
	if got := locale.Match("en", []*locale.Language{l}); got != l {
		t.Errorf("en matches %v", got)
	}
	if same, err := locale.English().With(nil); err != nil || same != locale.English() {
		t.Errorf("With(nil) = %v, %v", same, err)
	}
}

func TestEveryWrongWordIsReportedWithAHint(t *testing.T) {
	wrong := map[string]struct{ word, text, hint string }{
		"edit-conflict.titel":        {"x", "no sentence has this key", "did you mean edit-conflict.title"},
		"404.title":                  {"x", "no sentence has this key", "did you mean not-found.title?"},
		"503.text":                   {"x", "no sentence has this key", "did you mean unavailable.text?"},
		"unknown.title":              {"x", "no sentence has this key", "did you mean not-saved.title?"},
		"locked":                     {"x", "no sentence has this key", "did you mean locked.title, locked.text?"},
		"zzzzzzzzzzzzzzzzzzzzzzz":    {"x", "no sentence has this key", ""},
		"not-found.title":            {" ", "the text is empty", "Page not found"},
		"not-found.text":             {"two\nlines", "does not stand on one line", ""},
		"removed.title":              {strings.Repeat("ü", 91), "91 characters, and 90 fit", ""},
		"seconds-one.wait":           {"Soon.", "must hold {n} once", "Try again in {n} second."},
		"seconds-other.wait":         {"{n} {n}", "must hold {n} once", ""},
		"already-exists-field.title": {"Taken", "must hold {field} once", ""},
		"removed.text":               {"Gone since {date}.", "nothing is filled in for {date}", ""},
	}
	words := map[string]string{}
	for key, w := range wrong {
		words[key] = w.word
	}
	l, err := locale.English().With(words)
	if l != nil || err == nil {
		t.Fatalf("With(wrong) = %v, %v", l, err)
	}
	all := err.(interface{ Unwrap() []error }).Unwrap()
	if len(all) != len(wrong) {
		t.Errorf("%d mistakes, want %d: %v", len(all), len(wrong), err)
	}
	for _, err := range all {
		var e *locale.WordError
		if !errors.As(err, &e) {
			t.Fatalf("%v is no WordError", err)
		}
		if want := wrong[e.Key]; !strings.Contains(e.Text, want.text) || !strings.Contains(e.Hint, want.hint) {
			t.Errorf("%s: %q, hint %q; want %q, %q", e.Key, e.Text, e.Hint, want.text, want.hint)
		}
	}
}
