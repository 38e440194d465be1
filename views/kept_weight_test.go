package views_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// markup is what a page weighs without the texts of the visitor's.
func markup(t *testing.T, lang *locale.Language, code status.Code, cause problem.Cause, k *views.KeptForm) int {
	t.Helper()
	d := problem.Describe(problem.Problem{
		Status: code, Cause: cause, Summary: "The dashboard has been changed by someone else", Resource: "/dashboards/sales",
		CurrentVersion: "9", YourVersion: "8",
	}, problem.DescribeOptions{Lang: lang, Reference: reference, KeptText: true})
	o := full
	o.Time, o.Kept = noon, k
	return len(render(t, d, o))
}

// forms are one with whatever a page can say about what is missing in it, and a
// complete one, which alone can be sent again; both compared, none with a text.
func forms(lang *locale.Language) map[string]*views.KeptForm {
	compared := &views.ComparedForm{Equal: 3, Fields: []views.ComparedField{
		{Name: "body", Mine: []views.ComparedLine{{{Only: true}}}, Current: []views.ComparedLine{{{Only: true}}}},
	}}
	again := views.Resubmission{
		Action: "/dashboards/sales?__signpost=" + strings.Repeat("x", 120), Multipart: true,
		Label: lang.Label(locale.LabelReplace), Note: lang.Label(locale.LabelReplaceNote),
	}
	asking := again
	asking.Question = lang.Label(locale.LabelReplaceAsk)
	whole := []views.KeptField{{Name: "body", Typed: true}, {Name: "shelf"}}
	return map[string]*views.KeptForm{
		"in part": {
			Fields: []views.KeptField{{Name: "body", Typed: true, Covered: true, Cut: true}, {Name: "shelf"}},
			Files:  []string{"cat.png (400 kB)"}, Withheld: 2, NotWhole: true, Compared: compared,
		},
		"complete": {Fields: whole, Compared: compared, Again: &again},
		"asking":   {Fields: whole, Compared: compared, Again: &asking},
	}
}

func TestTheMarkupOfAKeptPageIsWithinTheBudget(t *testing.T) {
	heaviest := 0
	for _, lang := range locale.All() {
		for name, form := range forms(lang) {
			weigh := func(code status.Code, cause problem.Cause) {
				n := markup(t, lang, code, cause, form)
				heaviest = max(heaviest, n)
				if n > maxWeight {
					t.Errorf("%s %s %s, %s: %d bytes, want at most %d", lang.Tag(), code, cause, name, n, maxWeight)
				}
			}
			for _, cause := range problem.Causes() {
				weigh(status.Conflict, cause)
			}
			for _, code := range []status.Code{403, 419, 440, 428, 429, 503} {
				weigh(code, "")
			}
		}
	}
	t.Logf("heaviest: %d bytes", heaviest)
}

// A text adds its own bytes, escaped, and a field little more than its name:
// a form of many fields stays a page that a phone can open.
func TestATextAddsItsOwnBytesAndAFieldLittleMore(t *testing.T) {
	weigh := func(k *views.KeptForm) int { return markup(t, locale.English(), 409, problem.EditConflict, k) }
	one := func(text string) *views.KeptForm {
		return &views.KeptForm{Fields: []views.KeptField{{Name: "body", Value: text, Typed: true}}}
	}
	const words = "an ordinary line of words\n"
	if added := weigh(one(strings.Repeat(words, 100))) - weigh(one("")); added > 100*len(words)+64 {
		t.Errorf("%d bytes of text add %d", 100*len(words), added)
	}
	many := &views.KeptForm{}
	for i := range 100 {
		many.Fields = append(many.Fields, views.KeptField{Name: fmt.Sprintf("field%02d", i)})
	}
	if each := (weigh(many) - weigh(one(""))) / 100; each > 160 {
		t.Errorf("a field adds %d bytes", each)
	}
}
