package views

import (
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
)

// factsFor lists what is known about a clash.
func factsFor(lang *locale.Language, d problem.Document) []Fact {
	return facts(lang, []row{
		{locale.LabelResource, d.Resource, true},
		{locale.LabelField, d.Field, true},
		{locale.LabelCurrentVersion, d.CurrentVersion, true},
		{locale.LabelYourVersion, d.YourVersion, true},
		{locale.LabelLockOwner, d.LockOwner, false},
	})
}

// supportFor lists what a person would be asked for.
func supportFor(lang *locale.Language, d problem.Document) []Fact {
	return facts(lang, []row{
		{locale.LabelReference, d.Reference, true},
		{locale.LabelStatus, d.Status.String(), false},
	})
}

// row is a Fact without its words.
type row struct {
	name  locale.Label
	value string
	code  bool
}

func facts(lang *locale.Language, rows []row) []Fact {
	var known []Fact
	for _, r := range rows {
		if value := fit(r.value, limitFact); value != "" {
			known = append(known, Fact{Name: lang.Label(r.name), Value: value, Code: r.code})
		}
	}
	return known
}
