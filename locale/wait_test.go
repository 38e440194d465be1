package locale_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
)

func TestAWaitIsToldInWordsAndNeverTooShort(t *testing.T) {
	for _, c := range []struct {
		wait   time.Duration
		en, de string
	}{
		{0, "Try again in a few minutes.", "Versuchen Sie es in ein paar Minuten noch einmal."},
		{-time.Hour, "Try again in a few minutes.", "Versuchen Sie es in ein paar Minuten noch einmal."},
		{time.Millisecond, "Try again in 1 second.", "Versuchen Sie es in 1 Sekunde noch einmal."},
		{time.Second, "Try again in 1 second.", "Versuchen Sie es in 1 Sekunde noch einmal."},
		{30 * time.Second, "Try again in 30 seconds.", "Versuchen Sie es in 30 Sekunden noch einmal."},
		{91 * time.Second, "Try again in about 2 minutes.", "Versuchen Sie es in etwa 2 Minuten noch einmal."},
		{2 * time.Minute, "Try again in about 2 minutes.", "Versuchen Sie es in etwa 2 Minuten noch einmal."},
		{90 * time.Minute, "Try again in about 90 minutes.", "Versuchen Sie es in etwa 90 Minuten noch einmal."},
		{91 * time.Minute, "Try again in about 2 hours.", "Versuchen Sie es in etwa 2 Stunden noch einmal."},
		{49 * time.Hour, "Try again in about 3 days.", "Versuchen Sie es in etwa 3 Tagen noch einmal."},
	} {
		if got := locale.English().Wait(c.wait); got != c.en {
			t.Errorf("en: Wait(%v) = %q, want %q", c.wait, got, c.en)
		}
		german, _ := locale.Lookup("de")
		if got := german.Wait(c.wait); got != c.de {
			t.Errorf("de: Wait(%v) = %q, want %q", c.wait, got, c.de)
		}
	}
}

func TestEveryNumberHasItsPluralForm(t *testing.T) {
	for _, l := range locale.All() {
		for n := range 400 {
			for _, unit := range []time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour} {
				w := l.Wait(time.Duration(n) * unit)
				if w == "" || strings.ContainsAny(w, "{}") {
					t.Fatalf("%s: Wait(%v) = %q", l.Tag(), time.Duration(n)*unit, w)
				}
			}
		}
		if w := l.Wait(1<<63 - 1); w == "" || strings.ContainsAny(w, "{}-") {
			t.Errorf("%s: the longest wait is %q", l.Tag(), w)
		}
	}
}
