package locale_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
)

// causes is the closed set of package problem.
var causes = []string{
	"edit-conflict", "precondition-failed", "precondition-required", "locked", "already-exists",
	"state-conflict", "concurrent-operation", "idempotency", "quota", "unknown",
}

func TestEveryNumberHasWords(t *testing.T) {
	for _, l := range locale.All() {
		for n := range 1001 {
			w := l.Status(status.Code(n), locale.Have{})
			if w.Heading == "" || w.Sentence == "" || len(w.Steps) == 0 {
				t.Fatalf("%s: Status(%d) = %+v", l.Tag(), n, w)
			}
		}
	}
}

func TestAnUnlistedCodeSpeaksAsItsClass(t *testing.T) {
	for code, class := range map[status.Code]status.Code{427: 400, 488: 400, 512: 500, 0: 500, 999: 500, 200: 500} {
		got, want := locale.English().Status(code, locale.Have{}), locale.English().Status(class, locale.Have{})
		if got.Sentence != want.Sentence || got.Heading != want.Heading {
			t.Errorf("Status(%d) speaks as %q, want %q", code, got.Sentence, want.Sentence)
		}
	}
}

func TestEveryCauseHasWords(t *testing.T) {
	for _, l := range locale.All() {
		for _, c := range causes {
			for _, have := range []locale.Have{{}, everything, {ReadOnly: true}, {Final: true}} {
				w, ok := l.Cause(c, "", have)
				if !ok || w.Heading == "" || w.Sentence == "" || len(w.Steps) < 2 {
					t.Errorf("%s: Cause(%q, %+v) = %+v, %v", l.Tag(), c, have, w, ok)
				}
			}
		}
		if w, ok := l.Cause("no-such-cause", "", everything); ok {
			t.Errorf("%s: a word that is no cause gives %+v", l.Tag(), w)
		}
	}
}

func TestAStepPromisesOnlyWhatIsOnThePage(t *testing.T) {
	english := locale.English()
	for _, c := range []struct {
		name string
		code status.Code
		have locale.Have
		want string
		gone string
	}{
		{"a reference is promised when it is there", 502, locale.Have{Reference: true}, "reference number", ""},
		{"and not when it is not", 502, locale.Have{}, "", "reference number"},
		{"a known wait is pointed at", 503, locale.Have{Wait: true}, "Wait for the time shown", "few minutes"},
		{"an unknown wait is a few minutes", 503, locale.Have{}, "Try again in a few minutes.", "time shown"},
		{"kept text is pointed at", 409, locale.Have{KeptText: true}, "(shown below)", "Press Back"},
		{"lost text is looked for with Back", 409, locale.Have{}, "Press Back:", "(shown below)"},
		{"links are pointed at", 404, locale.Have{Links: true}, "links below", ""},
		{"and not when there are none", 404, locale.Have{}, "", "links below"},
		{"a lock of unknown length has no time", 423, locale.Have{}, "Wait until the lock ends.", "time shown"},
		{"a failed step is below only if the site is quoted", 424, locale.Have{}, "Fix the first step that failed.", "below"},
	} {
		steps := strings.Join(english.Status(c.code, c.have).Steps, " ")
		if !strings.Contains(steps, c.want) {
			t.Errorf("%s: %q lacks %q", c.name, steps, c.want)
		}
		if c.gone != "" && strings.Contains(steps, c.gone) {
			t.Errorf("%s: %q holds %q", c.name, steps, c.gone)
		}
	}
}

func TestNothingIsSavedOrTypedByARequestThatOnlyReads(t *testing.T) {
	english := locale.English()
	check := func(what string, w locale.Words) {
		all := w.Heading + " " + w.Sentence + " " + strings.Join(w.Steps, " ")
		for _, lie := range []string{"your change", "Your change", "Press Back", "you typed", "save", "already taken", "Someone else changed"} {
			if strings.Contains(all, lie) {
				t.Errorf("%s: %q speaks of %q", what, all, lie)
			}
		}
	}
	for _, c := range causes {
		w, _ := english.Cause(c, "", locale.Have{ReadOnly: true, KeptText: false})
		check(c, w)
	}
	for _, c := range []status.Code{409, 412, 423, 428} {
		check(c.String(), english.Status(c, locale.Have{ReadOnly: true}))
	}
}

func TestTheHeadingNamesAFieldThatReadsLikeAName(t *testing.T) {
	for field, want := range map[string]string{
		"username":  "This username is already taken",
		"user_name": "This user name is already taken",
		"E-Mail":    "This E-Mail is already taken",
		"":          "This name is already taken",
		"/data/0":   "This name is already taken",
		"<script>":  "This name is already taken",
		"{field}":   "This name is already taken",
		"a name that is far too long for any heading": "This name is already taken",
	} {
		if w, _ := locale.English().Cause("already-exists", field, locale.Have{}); w.Heading != want {
			t.Errorf("field %q: heading %q, want %q", field, w.Heading, want)
		}
	}
	if w, _ := locale.English().Cause("locked", "username", locale.Have{}); strings.Contains(w.Heading, "username") {
		t.Errorf("a lock names a field: %q", w.Heading)
	}
}

func TestIdempotencyHasTwoForms(t *testing.T) {
	running, _ := locale.English().Cause("idempotency", "", locale.Have{})
	used, _ := locale.English().Cause("idempotency", "", locale.Have{Final: true})
	if running.Heading != "Your first try is still being worked on" || used.Heading != "This form was already used" {
		t.Errorf("running %q, used %q", running.Heading, used.Heading)
	}
}

func TestOwnErrorsHaveSentences(t *testing.T) {
	want := []string{
		"denied", "dns", "internal", "large-request", "limit", "maintenance", "overload", "protocol",
		"refused", "request", "reset", "slow-request", "timeout", "tls", "unknown-host", "unreachable",
	}
	words := locale.OwnWords()
	slices.Sort(words)
	if !slices.Equal(words, want) {
		t.Errorf("own words %q, want %q", words, want)
	}
	for _, l := range locale.All() {
		for _, w := range words {
			if l.Own(w) == "" {
				t.Errorf("%s: Own(%q) is empty", l.Tag(), w)
			}
		}
		if got := l.Own("nonsense"); got != "" {
			t.Errorf("%s: Own of nonsense is %q", l.Tag(), got)
		}
	}
}
