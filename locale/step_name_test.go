package locale_test

import (
	"slices"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
)

func TestEveryNamedStepHasWordsInEveryLanguage(t *testing.T) {
	have := locale.Have{Reference: true, Wait: true, KeptText: true, Links: true, Quote: true}
	for _, l := range locale.All() {
		for _, name := range locale.StepNames() {
			if got := l.NamedSteps([]string{name}, have); len(got) != 1 || got[0] == "" {
				t.Errorf("%s: %s says %q", l.Tag(), name, got)
			}
		}
	}
}

func TestNamedStepsKeepTheirOrderAndSayNothingTwice(t *testing.T) {
	got := locale.English().NamedSteps([]string{"reload-latest", "compare", "merge", "save-again", "dance", "send-reference"}, locale.Have{})
	want := []string{"Load the current version.", "Open the current version and compare.", "Apply your change again and save."}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q: a reference that is not shown is not promised", got, want)
	}
}
